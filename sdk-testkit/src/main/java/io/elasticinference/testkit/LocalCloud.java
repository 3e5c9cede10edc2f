package io.elasticinference.testkit;

import io.elasticinference.spi.Environment;
import io.elasticinference.testkit.adapter.MetricsAdapter;
import io.elasticinference.testkit.controlplane.ControlPlane;
import io.elasticinference.testkit.gateway.IngressGateway;
import io.elasticinference.testkit.gateway.IngressGatewayBuilder;
import io.elasticinference.testkit.gateway.ServicePort;
import io.elasticinference.testkit.modelserver.Capacity;
import io.elasticinference.testkit.node.NodeSettings;
import io.elasticinference.testkit.node.VirtualNodes;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import io.elasticinference.testkit.sls.SlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole cloud on this machine: a real Kubernetes control plane with virtual nodes whose pods
 * answer HTTP, OSS, SLS, an ingress gateway and the metrics adapter. The bucket {@code models} and
 * the log store {@code nginx-ingress} are there from the start.
 *
 * <pre>{@code
 * try (LocalCloud cloud = LocalCloud.start();
 *     InferenceClient client = InferenceClient.builder().environment(cloud.environment()).build()) {
 *   …
 * }
 * }</pre>
 *
 * <p>The first start on a machine builds the control plane, which takes some minutes and needs Go
 * 1.26 or newer; later ones take seconds. Everything listens on loopback alone, and is gone after
 * {@link #close}, also when the JVM is killed.
 */
public final class LocalCloud implements AutoCloseable {

  /** The bucket that is there from the start. */
  public static final String BUCKET = "models";

  private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);
  private static final String REGION = "cn-beijing";
  private static final String LOGSTORE = "nginx-ingress";

  private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
  private final String clusterId = "c" + random(16);
  private final String accessKeyId = "LTAI" + random(8);
  private final String accessKeySecret = random(15);
  private final ControlPlane plane;
  private final OssServer oss;
  private final SlsServer sls;
  private final IngressGateway gateway;
  private final ClusterRoutes routes;
  private final NamespaceRemovals removals;
  private final AtomicInteger lastNamespace = new AtomicInteger();
  private final @Nullable MetricsAdapter adapter;

  private LocalCloud(LocalCloudOptions options) throws IOException {
    QuietLogs.apply();
    boolean started = false;
    try {
      plane = keep(controlPlane(options));
      oss =
          keep(
              OssServer.builder(plane.directory().resolve("buckets"))
                  .region(REGION)
                  .credential(OssCredential.of(accessKeyId, accessKeySecret))
                  .bucket(BUCKET)
                  .start());
      sls =
          keep(SlsServer.builder().region(REGION).accessKey(accessKeyId, accessKeySecret).start());
      sls.createProject(project());
      sls.createLogstore(project(), LOGSTORE);
      gateway = keep(gatewayThatLogs().start());
      VirtualNodes nodes = keep(VirtualNodes.start(plane, nodes(options)));
      InstalledComponents.register(plane.client("local-cloud"));
      routes = keep(new ClusterRoutes(plane, gateway.routes(), nodes));
      removals = keep(new NamespaceRemovals(plane.client("local-cloud-removal")));
      adapter = options.adapter ? keep(adapter(options)) : null;
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Starts a local cloud with quick settings: the autoscaler looks every 2 s and scales in after 5
   * s.
   *
   * @return the cloud, to be closed by the caller
   * @throws io.elasticinference.testkit.controlplane.ControlPlaneException where the control plane
   *     cannot be built or started; says what to install
   */
  public static LocalCloud start() {
    return options().start();
  }

  /**
   * Begins a local cloud with other settings.
   *
   * @return the settings, with their defaults
   */
  public static LocalCloudOptions options() {
    return new LocalCloudOptions();
  }

  /**
   * The local cloud that this JVM shares: started with quick settings when it is first asked for,
   * the same one that tests with {@link LocalCloudTest} get. For where nothing can be injected,
   * such as a static method that sets an application's properties. It ends with the JVM.
   *
   * @return the cloud, not to be closed by the caller
   * @throws io.elasticinference.testkit.controlplane.ControlPlaneException where the control plane
   *     cannot be built or started; says what to install
   */
  public static LocalCloud shared() {
    return SharedClouds.forThisJvm();
  }

  static LocalCloud start(LocalCloudOptions options) {
    try {
      return new LocalCloud(options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Local cloud: it cannot be started, "
              + e.getMessage()
              + " (expected: free loopback ports, and a temporary folder to write to). Start it"
              + " again when there are.",
          e);
    }
  }

  /**
   * The variables that programs find this cloud by; give them to {@code
   * InferenceClient.builder().environment(…)} or to another process.
   *
   * @return names and values, as {@link Environment} lists them
   */
  public Map<String, String> environment() {
    return Map.of(
        Environment.KUBECONFIG,
        plane.kubeconfig().toString(),
        Environment.ACK_CLUSTER_ID,
        clusterId,
        Environment.ACCESS_KEY_ID,
        accessKeyId,
        Environment.ACCESS_KEY_SECRET,
        accessKeySecret,
        Environment.REGION_ID,
        REGION,
        Environment.OSS_ENDPOINT,
        oss.uri().toString(),
        Environment.SLS_ENDPOINT,
        sls.uri().toString(),
        Environment.INGRESS_ADDRESS,
        gateway.address());
  }

  /**
   * Makes a namespace with all that a test needs of its own: a bucket, an ingress gateway, and a
   * client that knows them. Tests that have one each can run side by side.
   *
   * @param purpose what it is for, such as the name of a test: becomes the start of its name, as
   *     far as Kubernetes allows
   * @return the namespace, in which pods can run; to be closed by the caller
   * @throws io.elasticinference.testkit.controlplane.ControlPlaneException where the API server
   *     does not answer
   */
  public LocalNamespace namespace(String purpose) {
    return namespace(purpose, purpose);
  }

  LocalNamespace namespace(String startOfName, String purpose) {
    String name = LocalNamespace.word(startOfName) + "-" + lastNamespace.incrementAndGet();
    return LocalNamespace.create(this, plane.client("local-cloud-namespace"), name, purpose);
  }

  /**
   * The object store, for more buckets, credentials and faults.
   *
   * @return the server
   */
  public OssServer oss() {
    return oss;
  }

  /**
   * The log service, for more projects, logs and faults.
   *
   * @return the server
   */
  public SlsServer sls() {
    return sls;
  }

  /**
   * The ingress gateway, for faults.
   *
   * @return the gateway
   */
  public IngressGateway gateway() {
    return gateway;
  }

  /**
   * The metrics adapter, for faults.
   *
   * @return the adapter; empty where it was left out
   */
  public Optional<MetricsAdapter> metricsAdapter() {
    return Optional.ofNullable(adapter);
  }

  /**
   * Opens a port of this machine that leads to a Service's pods, as the Service's own address does
   * within a cluster: each connection goes to one of the pods that are ready when it is made, in
   * turn, and stays there. It is closed with the cloud.
   *
   * @param namespace the Service's namespace
   * @param service its name
   * @param port its port, for example 8500 for gRPC
   * @return {@code host:port} on loopback, for example for {@code GRPC_ADDRESS}
   */
  public String forward(String namespace, String service, int port) {
    ServicePort wanted = new ServicePort(namespace, service, port);
    return keep(new ServiceRelay(() -> routes.pods(wanted))).address();
  }

  /**
   * The kubeconfig of a user that the cloud was started with, who may do what role bindings say.
   *
   * @param user the user's name
   * @return a file, for {@code KUBECONFIG}
   * @throws IllegalArgumentException where there is no such user
   */
  public Path kubeconfig(String user) {
    return plane.kubeconfig(user);
  }

  /** Stops the API server: who speaks with it finds its port closed. */
  public void stopApiServer() {
    plane.stopApiServer();
  }

  /** Starts the API server again on its port and with its data; returns when it is ready. */
  public void startApiServer() {
    plane.startApiServer();
  }

  /** Restarts the API server on its port and with its data; returns when it is ready again. */
  public void restartApiServer() {
    stopApiServer();
    startApiServer();
  }

  /** Ends everything, the last started first; folders are removed. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("Could not end {}", part, e);
      }
    }
  }

  IngressGatewayBuilder gatewayThatLogs() {
    return IngressGateway.builder()
        .logTo(sls.uri(), accessKeyId, accessKeySecret, project(), LOGSTORE);
  }

  ClusterRoutes routes() {
    return routes;
  }

  NamespaceRemovals removals() {
    return removals;
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  private String project() {
    return "k8s-log-" + clusterId;
  }

  private ControlPlane controlPlane(LocalCloudOptions options) {
    ControlPlane.Builder builder =
        ControlPlane.builder()
            .hpaSyncPeriod(options.hpaSyncPeriod)
            .hpaScaleDownWindow(options.hpaScaleDownWindow)
            .users(options.users)
            .progress(options.progress);
    if (options.auditLog != null) {
      builder.auditLog(options.auditLog);
    }
    return builder.start();
  }

  private NodeSettings nodes(LocalCloudOptions options) {
    return new NodeSettings(
        options.podStartDelay,
        options.ecsNodes,
        8,
        "32Gi",
        options.ecsGpus,
        options.eciGpus,
        new Capacity(options.serviceTime, options.concurrency),
        Duration.ofSeconds(1),
        Duration.ofMillis(500),
        plane.directory().resolve("volumes"),
        url -> oss.uri().toString());
  }

  private MetricsAdapter adapter(LocalCloudOptions options) {
    MetricsAdapter metrics =
        MetricsAdapter.builder()
            .tls(plane.tls("external-metrics"))
            .sls(sls.uri())
            .accessKey(accessKeyId, accessKeySecret)
            .region(REGION)
            .defaultInterval(options.metricInterval)
            .defaultDelay(options.metricDelay)
            .start();
    ExternalMetricsApi.register(
        plane.client("local-cloud"), metrics.port(), plane.certificateAuthority());
    return metrics;
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
