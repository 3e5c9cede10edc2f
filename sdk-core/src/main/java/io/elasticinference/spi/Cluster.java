package io.elasticinference.spi;

import io.elasticinference.Autoscale;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Exposure;
import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The port to the cluster: applies, watches and diagnoses objects. Safe for use by many threads.
 * Every method throws {@link io.elasticinference.ClusterAccessException} where the cluster cannot
 * be reached or refuses who asks (the message names the verb and resource that is missing).
 */
public interface Cluster extends AutoCloseable {

  /** Makes the two halves of the port; found by {@link java.util.ServiceLoader}. */
  interface Provider {

    /**
     * The renderer, which needs no cluster.
     *
     * @return a renderer
     */
    Renderer renderer();

    /**
     * Connects to the cluster that the environment names: its kubeconfig, the user's, the pod's
     * own, or the one that a {@link Connection} knows. Asks the cluster nothing yet.
     *
     * @param environment the settings
     * @param connections who else may know a kubeconfig, asked in this order
     * @return the cluster
     * @throws io.elasticinference.ClusterAccessException where none is found; names each place that
     *     it looked in
     */
    Cluster connect(Environment environment, List<Connection> connections);
  }

  /**
   * Which cluster this is, for messages.
   *
   * @return the API server's URL
   */
  String server();

  /**
   * Makes sure before the first write that nothing is in the way, by at most one request for the
   * workload, and one more a connection for the metrics API.
   *
   * @param names the names that are to be taken
   * @param autoscale how the service shall scale by metrics from outside; null where it does not
   * @throws io.elasticinference.InvalidSpecException where it asks for what this cluster's version
   *     does not know
   * @throws io.elasticinference.ConflictException where somebody else owns the workload of that
   *     name
   * @throws io.elasticinference.MetricsUnavailableException where the cluster has no adapter for
   *     such metrics and the service needs one
   */
  void check(ServiceNames names, @Nullable Autoscale autoscale);

  /**
   * Makes sure before the first write that there is another version for a canary to share an
   * ingress with.
   *
   * @param names the canary's names
   * @param exposure how the canary is reached
   * @throws io.elasticinference.InvalidSpecException where the service has no ingress for that host
   *     and path, or this version has it itself
   * @throws io.elasticinference.ConflictException where the canary's ingress is another service's
   */
  default void checkCanary(ServiceNames names, Exposure exposure) {}

  /**
   * Says what to look at before a deployment. Asks nothing itself.
   *
   * @param subject what is to be deployed
   * @return one look for each thing
   */
  default List<PreflightCheck> preflight(PreflightSubject subject) {
    return List.of();
  }

  /**
   * Asks the API server by dry run what an apply would change; writes nothing.
   *
   * @param manifests the objects
   * @return one change an object, in the same order; then one for each that is no longer wanted
   * @throws io.elasticinference.ConflictException where somebody else owns one of the fields
   */
  List<PlannedChange> diff(List<Manifest> manifests);

  /**
   * Applies objects by server-side apply, one request an object.
   *
   * @param manifests the objects
   * @param onApplied hears of each object once the API server accepted it
   * @return one change an object, in the same order; then one for each that is no longer wanted
   * @throws io.elasticinference.ConflictException where somebody else owns one of the objects or
   *     fields; like every failure of this method it names what was written before
   */
  List<PlannedChange> apply(List<Manifest> manifests, Consumer<PlannedChange> onApplied);

  /**
   * Reads one version's status now.
   *
   * @param names the version's names
   * @return its status; one that does not exist has {@code exists() == false}
   */
  ServiceStatus status(ServiceNames names);

  /**
   * Gathers what the cluster knows about how a version scales.
   *
   * @param names the version's names
   * @return its status, the autoscalers on it, and whether there are metrics from outside
   */
  AutoscalerFacts autoscalerFacts(ServiceNames names);

  /**
   * Watches one version. The first status comes at once, later ones as they change, on a thread of
   * the cluster's. Outlives cut watches, expired resource versions and restarts of the API server.
   *
   * @param names the version's names
   * @param onStatus hears each status
   * @param onFailure hears what the watch cannot outlive, for example a right that was taken away
   * @return closes the watch; a shared watch ends with its last listener
   */
  Watching watch(
      ServiceNames names, Consumer<ServiceStatus> onStatus, Consumer<RuntimeException> onFailure);

  /**
   * Lists the services that this SDK or arena has deployed.
   *
   * @param namespace where to look; null: everywhere
   * @return one a version, ordered by namespace, name and version
   */
  List<DeployedService> list(@Nullable String namespace);

  /**
   * Finds the versions of one service that this SDK or arena has deployed.
   *
   * @param namespace its namespace
   * @param name its name
   * @return its versions, newest first
   */
  List<DeployedService> find(String namespace, String name);

  /**
   * Finds who mounts volumes, whoever made them: this SDK, arena or kubectl. A claim whose
   * namespace may not be read counts as one user of which nothing is known.
   *
   * @param volumes which volumes
   * @return Deployments and pods that mount one of them by a claim, scaled to zero or not
   */
  List<VolumeUser> volumeUsers(Predicate<ClusterVolume> volumes);

  /**
   * Reads the address that the ingress of a service answers at.
   *
   * @param names the service's names
   * @return a host name or IP address; empty while it has none
   */
  Optional<String> ingressAddress(ServiceNames names);

  /**
   * Deletes what this SDK made for a service, and nothing else. Objects that somebody else made or
   * shares are left, without our fields.
   *
   * @param namespace its namespace
   * @param name its name
   * @param version one version; null: all of them, with what they share
   * @return what was deleted
   */
  List<ObjectRef> delete(String namespace, String name, @Nullable String version);

  /**
   * Runs a program in many pods.
   *
   * @param job what to run
   * @param listener hears of the pods
   * @return the job that runs, to be closed by the caller; what was made is gone by itself some
   *     time after the pods have ended, should the caller die
   * @throws io.elasticinference.ElasticInferenceException where this port knows no jobs
   */
  default PodJob.Running run(PodJob job, PodJob.Listener listener) {
    throw new ElasticInferenceException(
        "Cluster port " + getClass().getName() + ": runs no jobs (expected: one that does).",
        "Send the load from this machine, without distributed(…).",
        false,
        null);
  }

  /** Ends all watches and connections. */
  @Override
  void close();

  /** A watch that can be ended. */
  interface Watching extends AutoCloseable {
    /** Ends the watch; nothing is heard afterwards. */
    @Override
    void close();
  }
}
