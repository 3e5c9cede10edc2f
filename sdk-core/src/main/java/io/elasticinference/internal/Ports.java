package io.elasticinference.internal;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.internal.metrics.LiveFeeds;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.Observed;
import io.elasticinference.spi.Placement;
import io.elasticinference.spi.Renderer;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one client, each made when it is first needed. One that was set wins over one that
 * the {@link ServiceLoader} finds; one that is missing names the artifact to add.
 */
public final class Ports implements AutoCloseable {

  private static final String K8S = "io.elasticinference:elastic-inference-k8s";
  private static final String ALIYUN = "io.elasticinference:elastic-inference-aliyun";

  private final Environment environment;
  private final Telemetry telemetry;
  private final LiveFeeds liveFeeds = new LiveFeeds();
  private final Cluster.@Nullable Provider clusterGiven;
  private @Nullable Renderer renderer;
  private @Nullable Cluster cluster;
  private @Nullable ModelStore modelStore;
  private @Nullable Placement placement;
  private @Nullable TrafficMetrics trafficMetrics;

  /**
   * Keeps the ports of one client whose work nobody hears of.
   *
   * @param environment the settings that ports are made with
   * @param cluster the cluster port that was set; null: the one that is found
   * @param modelStore the model store that was set; null: the one that is found
   * @param placement the placement that was set; null: the one that is found
   * @param trafficMetrics the traffic metrics that were set; null: those that are found
   */
  public Ports(
      Environment environment,
      Cluster.@Nullable Provider cluster,
      @Nullable ModelStore modelStore,
      @Nullable Placement placement,
      @Nullable TrafficMetrics trafficMetrics) {
    this(environment, Telemetry.none(), cluster, modelStore, placement, trafficMetrics);
  }

  /**
   * Keeps the ports of one client.
   *
   * @param environment the settings that ports are made with
   * @param telemetry who hears of the client's work
   * @param cluster the cluster port that was set; null: the one that is found
   * @param modelStore the model store that was set; null: the one that is found
   * @param placement the placement that was set; null: the one that is found
   * @param trafficMetrics the traffic metrics that were set; null: those that are found
   */
  public Ports(
      Environment environment,
      Telemetry telemetry,
      Cluster.@Nullable Provider cluster,
      @Nullable ModelStore modelStore,
      @Nullable Placement placement,
      @Nullable TrafficMetrics trafficMetrics) {
    this.environment = environment;
    this.telemetry = telemetry;
    this.clusterGiven = cluster;
    this.modelStore = modelStore;
    this.placement = placement;
    this.trafficMetrics = trafficMetrics;
  }

  /**
   * Does what a call of the client's is for, between its beginning and its end, with the names of
   * service and namespace in the log.
   *
   * @param name the call, in a word
   * @param subject whom it is for
   * @param work does it
   * @param <T> what it gives
   * @return what it gave
   */
  public <T> T operation(String name, Subject subject, Supplier<T> work) {
    Observed observed = Observed.of(telemetry, subject);
    Telemetry.Scope scope = observed.open();
    try {
      return observed.follow(new Work.Operation(name, subject), work);
    } finally {
      scope.close();
    }
  }

  /**
   * Does on a thread of its own what a call of the client's is for, as a part of what the caller is
   * in. Cancelling the future interrupts the work.
   *
   * @param thread the thread's name
   * @param work does it
   * @param <T> what it gives
   * @return what it gives, or what it throws
   */
  public <T> CompletableFuture<T> async(String thread, Supplier<T> work) {
    // The caller is in nothing of ours, but may be in something that the telemetry knows.
    Telemetry.Scope scope = Observed.of(telemetry, Subject.NONE).open();
    try {
      return Async.run(thread, work);
    } finally {
      scope.close();
    }
  }

  /**
   * The service that these names are of.
   *
   * @param names the names of its objects
   * @return its namespace and name
   */
  public static Subject subject(ServiceNames names) {
    return new Subject(names.namespace(), names.name());
  }

  /**
   * The settings that ports are made with.
   *
   * @return the environment
   */
  public Environment environment() {
    return environment;
  }

  /**
   * What writes objects down.
   *
   * @return the renderer
   */
  public synchronized Renderer renderer() {
    if (renderer == null) {
      renderer = clusterProvider().renderer();
    }
    return renderer;
  }

  /**
   * The cluster, connected when this is first asked for.
   *
   * @return the cluster
   */
  public synchronized Cluster cluster() {
    if (cluster == null) {
      cluster = clusterProvider().connect(environment, all(Connection.class));
    }
    return cluster;
  }

  /**
   * The store that models lie in.
   *
   * @return the store
   */
  public synchronized ModelStore modelStore() {
    if (modelStore == null) {
      modelStore = one(ModelStore.Provider.class, ALIYUN).create(environment);
    }
    return modelStore;
  }

  /**
   * What knows instance types.
   *
   * @return the placement
   */
  public synchronized Placement placement() {
    if (placement == null) {
      placement = one(Placement.class, ALIYUN);
    }
    return placement;
  }

  /**
   * The source of traffic metrics.
   *
   * @return the source
   */
  public synchronized TrafficMetrics trafficMetrics() {
    if (trafficMetrics == null) {
      trafficMetrics = one(TrafficMetrics.Provider.class, ALIYUN).create(environment);
    }
    return trafficMetrics;
  }

  /**
   * The live feeds of traffic, which end with these ports.
   *
   * @return the feeds
   */
  public LiveFeeds liveFeeds() {
    return liveFeeds;
  }

  private Cluster.Provider clusterProvider() {
    return clusterGiven != null ? clusterGiven : one(Cluster.Provider.class, K8S);
  }

  /** A port in a user's words: {@code Cluster}, of the provider inside it too. */
  private static String said(Class<?> port) {
    Class<?> around = port.getEnclosingClass();
    return "the port " + (around == null ? port : around).getSimpleName();
  }

  private static <T> T one(Class<T> port, String artifact) {
    List<T> found = all(port);
    if (found.isEmpty()) {
      throw new ElasticInferenceException(
          "Class path: nothing provides "
              + said(port)
              + " (expected: "
              + artifact
              + ", which does).",
          "Add the dependency " + artifact + ".",
          false,
          null);
    }
    return found.get(0);
  }

  // A notebook's or container's context loader may see the implementations while the SDK's own does
  // not.
  private static <T> List<T> all(Class<T> port) {
    List<T> found = load(port, Ports.class.getClassLoader());
    return found.isEmpty() ? load(port, Thread.currentThread().getContextClassLoader()) : found;
  }

  private static <T> List<T> load(Class<T> port, @Nullable ClassLoader loader) {
    List<T> found = new ArrayList<>();
    Iterator<T> services = ServiceLoader.load(port, loader).iterator();
    services.forEachRemaining(found::add);
    return found;
  }

  /** Ends the connections of all ports that were made. */
  @Override
  public synchronized void close() {
    List<Supplier<@Nullable AutoCloseable>> open =
        List.of(() -> liveFeeds, () -> cluster, () -> modelStore, () -> trafficMetrics);
    for (Supplier<@Nullable AutoCloseable> port : open) {
      closeQuietly(port.get());
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable port) {
    if (port == null) {
      return;
    }
    try {
      port.close();
    } catch (Exception e) {
      org.slf4j.LoggerFactory.getLogger(Ports.class).warn("Could not close {}", port, e);
    }
  }
}
