package io.elasticinference;

import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.event.Subscription;
import io.elasticinference.internal.LoadTargets;
import io.elasticinference.internal.Pipeline;
import io.elasticinference.internal.Ports;
import io.elasticinference.internal.PredictRequests;
import io.elasticinference.internal.ScalingRecorder;
import io.elasticinference.internal.ServiceLoad;
import io.elasticinference.internal.explain.ScalingInquiry;
import io.elasticinference.internal.metrics.RouteMetrics;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacitySearch;
import io.elasticinference.load.DistributedLoad;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.Timeline;
import io.elasticinference.metrics.ServiceMetrics;
import io.elasticinference.scaling.Slo;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.ServingPaths;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in the cluster: one version of it. Holds no state of its own; each question is answered
 * by the cluster. Safe for use by many threads, as long as its client is open.
 *
 * <pre>{@code
 * service.awaitReady(Duration.ofMinutes(10));
 * System.out.println(service.endpoint().curl());
 * LoadReport report = service.stressTest(LoadProfile.constant(35).during(Duration.ofMinutes(5)));
 * System.out.println(service.metrics().over(Duration.ofMinutes(5)));
 * System.out.println(service.autoscaling().explain());
 * service.delete();
 * }</pre>
 *
 * @see InferenceBuilder#deploy()
 * @see InferenceClient#get(String)
 */
public final class InferenceService {

  private static final Logger LOG = LoggerFactory.getLogger(InferenceService.class);
  private static final int HTTP = 80;

  private final Ports ports;
  private final ServiceListener listener;
  private final ServiceNames names;
  private final String model;
  private final ServingPaths paths;
  private final @Nullable Exposure exposure;
  private final List<ScalingMetric> metrics;

  InferenceService(
      Ports ports,
      ServiceListener listener,
      ServiceNames names,
      String model,
      ServingPaths paths,
      @Nullable Exposure exposure,
      List<ScalingMetric> metrics) {
    this.ports = ports;
    this.listener = listener;
    this.names = names;
    this.model = model;
    this.paths = paths;
    this.exposure = exposure;
    this.metrics = List.copyOf(metrics);
  }

  /**
   * The service's name.
   *
   * @return unique in its namespace
   */
  public String name() {
    return names.name();
  }

  /**
   * The service's namespace.
   *
   * @return the namespace of its objects
   */
  public String namespace() {
    return names.namespace();
  }

  /**
   * The version that this is.
   *
   * @return the serving version
   */
  public String version() {
    return names.version();
  }

  /**
   * The model that it serves.
   *
   * @return the model's name
   */
  public String model() {
    return model;
  }

  /**
   * Waits until the newest generation is rolled out and answers. Watches, does not poll; outlives
   * cut watches and restarts of the API server.
   *
   * @param timeout how long at most
   * @return the status that was ready
   * @throws RolloutFailedException at once, when it can never become ready as it stands
   * @throws CapacityException at once, when no instance of the wanted types is left
   * @throws AwaitTimeoutException when the time is over; carries the last status
   * @throws ClusterAccessException where the cluster refuses
   */
  public ServiceStatus awaitReady(Duration timeout) {
    return new Pipeline(ports, listener).awaitReady(names, timeout);
  }

  /**
   * Waits on another thread; cancelling the future ends the wait.
   *
   * @param timeout how long at most
   * @return the status that was ready, or what {@link #awaitReady} throws
   */
  public CompletableFuture<ServiceStatus> awaitReadyAsync(Duration timeout) {
    return ports.async("elastic-inference-await-" + name(), () -> awaitReady(timeout));
  }

  /**
   * Reads the status now.
   *
   * @return the status; {@code exists()} is false after a delete
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public ServiceStatus status() {
    return operation("status", () -> ports.cluster().status(names));
  }

  /**
   * Hears each change of the status, the first one at once.
   *
   * @param statusListener called with {@link ServiceEvent.StatusChanged}, on a thread of the
   *     client's
   * @return ends it
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public Subscription watch(ServiceListener statusListener) {
    Cluster.Watching watching =
        operation(
            "watch",
            () ->
                ports
                    .cluster()
                    .watch(
                        names,
                        status ->
                            statusListener.onEvent(new ServiceEvent.StatusChanged(name(), status)),
                        failure -> LOG.warn("The watch of service '{}' ended", name(), failure)));
    return watching::close;
  }

  /**
   * Where the service answers from outside.
   *
   * @return host, address and path of the model
   * @throws ElasticInferenceException where the service has no ingress, or the ingress no address
   *     yet
   */
  public Endpoint endpoint() {
    if (exposure == null) {
      throw new ElasticInferenceException(
          "Service '" + name() + "' has no ingress (expected: one).",
          "Deploy it with ingress(\"host\").",
          false,
          null);
    }
    String address =
        ports
            .environment()
            .get(Environment.INGRESS_ADDRESS)
            .or(this::ingressAddress)
            .orElseThrow(
                () ->
                    new ElasticInferenceException(
                        "Ingress '"
                            + names.ingress()
                            + "' has no address yet (expected: one in its status).",
                        "Look whether the cluster runs an ingress controller of class '"
                            + exposure.ingressClass()
                            + "', or set "
                            + Environment.INGRESS_ADDRESS
                            + ".",
                        true,
                        null));
    String prefix = exposure.path().equals("/") ? "" : exposure.path();
    return new Endpoint(
        exposure.host(), address, prefix + paths.status(), prefix + paths.request());
  }

  private Optional<String> ingressAddress() {
    return operation("endpoint", () -> ports.cluster().ingressAddress(names))
        .map(host -> host + ":" + HTTP);
  }

  private <T> T operation(String call, Supplier<T> work) {
    return ports.operation(call, Ports.subject(names), work);
  }

  /**
   * The service's traffic, from the ingress's access log.
   *
   * @return reads when it is asked
   * @throws MetricsUnavailableException for a canary, whose requests are logged as the main
   *     version's
   */
  public ServiceMetrics metrics() {
    if (exposure != null && exposure.canary().isPresent()) {
      throw new MetricsUnavailableException(
          "Service '"
              + name()
              + "': version "
              + version()
              + " is a canary, whose requests the ingress logs as the main version's (expected: a"
              + " version with a log of its own).",
          "Ask the main version, which counts both.",
          false,
          null);
    }
    List<ScalingMetric> read =
        metrics.isEmpty()
            ? ports.trafficMetrics().scalingMetrics(Autoscale.qps(1), names.route())
            : metrics;
    return new RouteMetrics(
        ports.trafficMetrics(), read, Clock.systemUTC(), ports.liveFeeds(), this::operation);
  }

  /**
   * What makes the service scale, and why it does or does not.
   *
   * @return looks when it is asked
   */
  public ServiceAutoscaling autoscaling() {
    return new ScalingInquiry(ports, names, Clock.systemUTC());
  }

  /**
   * Makes requests that the model can answer: asks it for its signature and fills the inputs with
   * values made by chance, the same ones each time. Good for finding out what the service carries;
   * where the cost of a request depends on what is in it, send samples of real ones instead ({@link
   * io.elasticinference.load.RequestBodies}).
   *
   * @return a request with a hundred bodies, which expects predictions back
   * @throws ElasticInferenceException where the service has no endpoint or does not answer, or the
   *     model tells no signature that can be filled in
   */
  public LoadRequest predictRequest() {
    return operation("predict_request", () -> PredictRequests.of(endpoint()));
  }

  /**
   * Sends load to the service through its ingress and reports what came of it, replicas and scaling
   * events on the same time axis. The load goes to this service's own endpoint, never elsewhere,
   * within the profile's limits ({@link io.elasticinference.load.LoadLimits}).
   *
   * <p>Load over gRPC ({@link LoadProfile#grpc()}) goes past the ingress: to {@code GRPC_ADDRESS}
   * of the environment, or else to the service's own name within the cluster, port 8500. An
   * autoscaler by the ingress's log does not see it.
   *
   * @param profile what to send; its request posts to the model's predict URL unless it names
   *     another path; without one it is {@link #predictRequest}
   * @return the report; of failed requests it tells, and nothing is thrown for them
   * @throws ElasticInferenceException where the service has no endpoint, or the profile no request
   *     and the model tells no signature
   */
  public LoadReport stressTest(LoadProfile profile) {
    return stressTest(profile, LoadListener.none());
  }

  /**
   * Sends load to the service, as {@link #stressTest(LoadProfile)} does, and tells of each second.
   * The client's listener hears of it too, with the replicas and what the autoscaler sees ({@link
   * ServiceEvent.LoadProgress}).
   *
   * @param profile what to send
   * @param loadListener hears of each second
   * @return the report
   * @throws ElasticInferenceException as {@link #stressTest(LoadProfile)} does
   */
  public LoadReport stressTest(LoadProfile profile, LoadListener loadListener) {
    return operation(
        "stress_test",
        () -> new ServiceLoad(this, listener).stress(profile, targets(), model, loadListener));
  }

  /**
   * Sends load to one certain address of the service, for example past its ingress. Its own are the
   * ingress's address with the service's host, the service's name within the cluster, and {@code
   * GRPC_ADDRESS} of the environment; any other is refused unless the profile allows it.
   *
   * @param profile what to send
   * @param target where to: of a profile over HTTP, with the path unless its request has one
   * @param loadListener hears of each second
   * @return the report
   * @throws ElasticInferenceException as {@link #stressTest(LoadProfile)} does, and where the
   *     target is another's and the profile does not say {@link LoadProfile#allowForeignTarget()}
   */
  public LoadReport stressTest(LoadProfile profile, LoadTarget target, LoadListener loadListener) {
    return operation(
        "stress_test",
        () ->
            new ServiceLoad(this, listener)
                .stress(target, profile, targets(), model, loadListener));
  }

  private LoadTargets targets() {
    return new LoadTargets(
        names,
        () -> exposure == null ? Optional.empty() : Optional.of(endpoint()),
        ports.environment());
  }

  /**
   * Sends load to this service from many pods of its own cluster and waits for the end; otherwise
   * as {@link #stressTest(LoadProfile)}.
   *
   * @param load for example {@code LoadProfile.constant(1_500).maxRate(1_500).distributed(8)}
   * @return one report of all pods
   * @throws ClusterAccessException where the cluster cannot be reached or a right is missing; they
   *     stand in {@code docs/rbac.yaml}, Role {@code elastic-inference-load}
   * @throws ElasticInferenceException where the service has no ingress, or it has no address
   */
  public LoadReport stressTest(DistributedLoad load) {
    return stressTest(load, LoadListener.none());
  }

  /**
   * The same with a listener.
   *
   * @param load what to send, and from how many pods
   * @param loadListener hears of each second of all pods together
   * @return one report of all pods
   * @throws ClusterAccessException where the cluster cannot be reached or a right is missing
   * @throws ElasticInferenceException where the service has no ingress, or it has no address
   */
  public LoadReport stressTest(DistributedLoad load, LoadListener loadListener) {
    return operation(
        "stress_test",
        () -> new ServiceLoad(this, listener).stress(load, ports.cluster(), loadListener));
  }

  /**
   * Sends load on another thread; cancelling the future ends it, and nothing is sent any more.
   *
   * @param profile what to send
   * @param loadListener hears of each second
   * @return the report, or what {@link #stressTest(LoadProfile)} throws
   */
  public CompletableFuture<LoadReport> stressTestAsync(
      LoadProfile profile, LoadListener loadListener) {
    return ports.async("elastic-inference-load-" + name(), () -> stressTest(profile, loadListener));
  }

  /**
   * Sends load from many pods, watched by another thread; cancelling the future ends it and deletes
   * what was made.
   *
   * @param load what to send, and from how many pods
   * @param loadListener hears of each second of all pods together
   * @return the report, or what {@link #stressTest(DistributedLoad)} throws
   */
  public CompletableFuture<LoadReport> stressTestAsync(
      DistributedLoad load, LoadListener loadListener) {
    return ports.async("elastic-inference-load-" + name(), () -> stressTest(load, loadListener));
  }

  /**
   * Finds how much load one replica carries within a promise, and so which {@link Autoscale#qps
   * target} to set. Takes some minutes and saturates the service: not for one that serves users.
   * Where an autoscaler adds replicas meanwhile, the search goes on with them; it is shorter and
   * cheaper on a service that is deployed with a fixed number ({@code replicas(1, 1)}).
   *
   * @param slo the promise
   * @return what was found
   * @throws ElasticInferenceException where the service has no endpoint or fails too often to say
   *     anything, or this thread is interrupted; nothing is sent any more then
   */
  public CapacityFound findCapacity(Slo slo) {
    return findCapacity(CapacitySearch.within(slo), LoadListener.none());
  }

  /**
   * Finds how much load one replica carries, as {@link #findCapacity(Slo)} does.
   *
   * @param search what to find, and how; without a request it sends {@link #predictRequest}
   * @param loadListener hears of each second
   * @return what was found
   * @throws ElasticInferenceException as {@link #findCapacity(Slo)} does
   */
  public CapacityFound findCapacity(CapacitySearch search, LoadListener loadListener) {
    return operation(
        "find_capacity", () -> new ServiceLoad(this, listener).capacity(search, loadListener));
  }

  /**
   * Finds the capacity on another thread; cancelling the future ends the search.
   *
   * @param search what to find, and how
   * @return what was found, or what {@link #findCapacity(Slo)} throws
   */
  public CompletableFuture<CapacityFound> findCapacityAsync(CapacitySearch search) {
    return ports.async(
        "elastic-inference-capacity-" + name(), () -> findCapacity(search, LoadListener.none()));
  }

  /**
   * Records replicas, scaling events and the rate as the autoscaler sees it, to be added to a
   * report with {@link LoadReport#plus}.
   *
   * @param timeline where to
   * @return ends it
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public Subscription record(Timeline timeline) {
    ScalingRecorder recorder = new ScalingRecorder(timeline, Clock.systemUTC());
    return watch(
        event -> {
          if (event instanceof ServiceEvent.StatusChanged changed) {
            recorder.saw(changed.status());
          }
        });
  }

  /**
   * Deletes all versions of the service and what they share, and nothing that is not this SDK's.
   * The model in the store stays. Deleting what is gone already is no error.
   *
   * @return what was deleted
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public List<ObjectRef> delete() {
    return operation("delete", () -> ports.cluster().delete(namespace(), name(), null));
  }

  /**
   * Deletes this version alone; what it shares with others stays.
   *
   * @return what was deleted
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  public List<ObjectRef> deleteVersion() {
    return operation(
        "delete_version", () -> ports.cluster().delete(namespace(), name(), version()));
  }

  @Override
  public String toString() {
    return "InferenceService[" + namespace() + "/" + name() + ":" + version() + "]";
  }
}
