package io.elasticinference;

import io.elasticinference.event.ServiceListener;
import io.elasticinference.internal.Pipeline;
import io.elasticinference.internal.Ports;
import io.elasticinference.internal.Preflight;
import io.elasticinference.internal.telemetry.Followers;
import io.elasticinference.preflight.PreflightReport;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.Placement;
import io.elasticinference.spi.ServingPaths;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one cluster and one account. Deploys services, lists those that run, and finds
 * one again. Connects when it is first needed; safe for use by many threads; keep one, and close
 * it.
 *
 * <p>Without other settings the environment says which cluster and whose account: {@code
 * KUBECONFIG}, else {@code ~/.kube/config}, else the pod's own service account, else a temporary
 * kubeconfig of {@code ACK_CLUSTER_ID}; and Alibaba Cloud's default chain of credentials.
 *
 * <pre>{@code
 * try (InferenceClient client = InferenceClient.connect()) {
 *   for (InferenceService each : client.list()) {
 *     System.out.println(each + " " + each.status());
 *   }
 *   InferenceService bert = client.get("bert-tfserving").orElseThrow();
 *   bert.delete();
 * }
 * }</pre>
 *
 * @see io.elasticinference.spi.Environment the names of the variables
 */
public final class InferenceClient implements AutoCloseable {

  static final String DEFAULT_NAMESPACE = "default";

  private static @Nullable InferenceClient sharedClient;

  private final Ports ports;
  private final Pipeline pipeline;
  private final ServiceListener listener;
  private final @Nullable String namespaceGiven;

  private InferenceClient(Ports ports, ServiceListener listener, @Nullable String namespace) {
    this.ports = ports;
    this.listener = listener;
    this.namespaceGiven = namespace;
    this.pipeline = new Pipeline(ports, listener);
  }

  /**
   * A client of the environment's cluster and account.
   *
   * @return the client, to be closed by the caller
   */
  public static InferenceClient connect() {
    return builder().build();
  }

  /**
   * Begins a client with other settings than the environment's.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** The client of all builders that were given none. It lives as long as the process. */
  static synchronized InferenceClient shared() {
    if (sharedClient == null) {
      sharedClient = connect();
    }
    return sharedClient;
  }

  /**
   * The namespace of all services of which none is said: of a builder with this client, and of
   * {@link #get(String)}.
   *
   * @return the one that the client was made with; {@code default} without
   */
  public String namespace() {
    return namespaceGiven == null ? DEFAULT_NAMESPACE : namespaceGiven;
  }

  /**
   * Deploys a service; see {@link InferenceBuilder#deploy}.
   *
   * @param spec what is wanted
   * @return the service
   */
  public InferenceService deploy(InferenceSpec spec) {
    pipeline.deploy(spec);
    return new InferenceService(
        ports,
        listener,
        Pipeline.names(spec),
        spec.model().name(),
        ServingPaths.of(spec),
        spec.exposureGiven(),
        spec.autoscale()
            .map(wish -> ports.trafficMetrics().scalingMetrics(wish, Pipeline.route(spec)))
            .orElse(List.of()));
  }

  /**
   * Deploys a service on another thread; cancelling the future interrupts it.
   *
   * @param spec what is wanted
   * @return the service, or what {@link #deploy} throws
   */
  public CompletableFuture<InferenceService> deployAsync(InferenceSpec spec) {
    return ports.async("elastic-inference-deploy-" + spec.name(), () -> deploy(spec));
  }

  /**
   * Asks the API server what a deploy would change; see {@link InferenceBuilder#plan}.
   *
   * @param spec what is wanted
   * @return the changes; nothing was written
   */
  public Plan plan(InferenceSpec spec) {
    return pipeline.plan(spec);
  }

  /**
   * Looks at all that a deployment needs, and says how to put right what is not as it should be:
   * the API server, the rights, the metrics adapter and whether it answers, the ingress, the nodes,
   * the volume's driver, quotas, the model's store, the log, and the instance types. Writes
   * nothing; looks at all of it side by side, for at most 20 s.
   *
   * @param spec what is wanted
   * @return what was found; a fault is a finding, and none is thrown
   */
  public PreflightReport preflight(InferenceSpec spec) {
    return ports.operation(
        "preflight",
        new Subject(spec.namespace(), spec.name()),
        () -> new Preflight(ports).run(spec));
  }

  /**
   * Looks at all that a deployment needs on another thread; cancelling the future interrupts it.
   *
   * @param spec what is wanted
   * @return what was found
   */
  public CompletableFuture<PreflightReport> preflightAsync(InferenceSpec spec) {
    return ports.async("elastic-inference-preflight-" + spec.name(), () -> preflight(spec));
  }

  /**
   * Writes the objects down as YAML; see {@link InferenceBuilder#toYaml}.
   *
   * @param spec what is wanted
   * @return the documents
   */
  public String toYaml(InferenceSpec spec) {
    return pipeline.toYaml(spec);
  }

  /**
   * Lists the services, this SDK's and arena's: those of all namespaces, or those of the client's
   * own where it was made with one.
   *
   * @return one a version, ordered by namespace, name and version
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public List<InferenceService> list() {
    return list(namespaceGiven == null ? Subject.NONE : new Subject(namespaceGiven, null));
  }

  /**
   * Lists the services of one namespace, this SDK's and arena's.
   *
   * @param namespace the namespace
   * @return one a version, ordered by name and version
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public List<InferenceService> list(String namespace) {
    return list(new Subject(namespace, null));
  }

  private List<InferenceService> list(Subject where) {
    return ports.operation(
        "list", where, () -> services(ports.cluster().list(where.namespaceGiven())));
  }

  /**
   * Finds a service of the client's {@link #namespace namespace}.
   *
   * @param name its name
   * @return its newest version; empty where there is none
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public Optional<InferenceService> get(String name) {
    return get(namespace(), name);
  }

  /**
   * Finds a service.
   *
   * @param namespace its namespace
   * @param name its name
   * @return its newest version; empty where there is none
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public Optional<InferenceService> get(String namespace, String name) {
    return ports.operation(
        "get",
        new Subject(namespace, name),
        () -> services(ports.cluster().find(namespace, name)).stream().findFirst());
  }

  /**
   * The models in the store. Asks for no cluster, so that a program that only uploads or downloads
   * needs none.
   *
   * @return lists, uploads, downloads and deletes them
   */
  public Models models() {
    return new Models(ports, listener);
  }

  private List<InferenceService> services(List<DeployedService> deployed) {
    return deployed.stream().map(this::service).toList();
  }

  private InferenceService service(DeployedService deployed) {
    return new InferenceService(
        ports,
        listener,
        deployed.names(),
        deployed.model(),
        deployed.paths(),
        deployed.exposureFound(),
        deployed.metrics());
  }

  /** Ends all connections and watches. Services that run are not touched. */
  @Override
  public void close() {
    ports.close();
  }

  /** Collects the settings of a client. Single use. */
  public static final class Builder {

    private Environment environment = Environment.system();
    private ServiceListener listener = ServiceListener.none();
    private Telemetry telemetry = Telemetry.none();
    private @Nullable String namespace;
    private Cluster.@Nullable Provider cluster;
    private @Nullable ModelStore modelStore;
    private @Nullable Placement placement;
    private @Nullable TrafficMetrics trafficMetrics;

    private Builder() {}

    /**
     * Sets variables over the process's own.
     *
     * @param variables names and values, as {@link Environment} lists them
     * @return this builder
     */
    public Builder environment(Map<String, String> variables) {
      environment = environment.with(variables);
      return this;
    }

    /**
     * Chooses the kubeconfig.
     *
     * @param file the kubeconfig file
     * @return this builder
     */
    public Builder kubeconfig(Path file) {
      return environment(Map.of(Environment.KUBECONFIG, file.toString()));
    }

    /**
     * Chooses the namespace of services of which none is said, and the only one that {@link
     * InferenceClient#list()} looks into: for an application that has a namespace of its own, and
     * no rights in others.
     *
     * @param namespace the namespace, which must exist; without it {@code default}
     * @return this builder
     */
    public Builder namespace(String namespace) {
      this.namespace = namespace;
      return this;
    }

    /**
     * Chooses who hears what happens.
     *
     * @param listener called for each event of each service of this client
     * @return this builder
     */
    public Builder listener(ServiceListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Chooses who hears of each call, stage and request, with its duration and outcome: {@link
     * io.elasticinference.telemetry.MicrometerTelemetry}, {@link
     * io.elasticinference.telemetry.OpenTelemetryTelemetry}, or one of your own. Without it nobody
     * does, which costs nothing.
     *
     * @param telemetry all of them; replaces those that were set before
     * @return this builder
     */
    public Builder telemetry(Telemetry... telemetry) {
      this.telemetry = Followers.of(List.of(telemetry));
      return this;
    }

    /**
     * Sets the cluster port.
     *
     * @param provider wins over the one that is found
     * @return this builder
     */
    public Builder cluster(Cluster.Provider provider) {
      this.cluster = provider;
      return this;
    }

    /**
     * Sets the model store port.
     *
     * @param store wins over the one that is found; closed with the client
     * @return this builder
     */
    public Builder modelStore(ModelStore store) {
      this.modelStore = store;
      return this;
    }

    /**
     * Sets the placement port.
     *
     * @param placement wins over the one that is found
     * @return this builder
     */
    public Builder placement(Placement placement) {
      this.placement = placement;
      return this;
    }

    /**
     * Sets the traffic metrics port.
     *
     * @param metrics wins over the one that is found; closed with the client
     * @return this builder
     */
    public Builder trafficMetrics(TrafficMetrics metrics) {
      this.trafficMetrics = metrics;
      return this;
    }

    /**
     * Makes the client. Nothing is asked of any server yet.
     *
     * @return the client, to be closed by the caller
     */
    public InferenceClient build() {
      return new InferenceClient(
          new Ports(environment, telemetry, cluster, modelStore, placement, trafficMetrics),
          listener,
          namespace);
    }
  }
}
