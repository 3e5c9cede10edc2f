package io.elasticinference.testkit;

import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.spi.Environment;
import io.elasticinference.testkit.controlplane.ControlPlaneException;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.ObjectWatch;
import io.elasticinference.testkit.gateway.IngressGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of a local cloud with all that a test needs of its own, so that tests can run side by
 * side: what they deploy, the bucket that their models lie in, and the gateway that their requests
 * go through. Two tests may expose a service at the same host name. Safe for use by many threads.
 *
 * <pre>{@code
 * try (LocalNamespace namespace = cloud.namespace("my test")) {
 *   InferenceService half =
 *       ElasticInference.builder().client(namespace.client()).model(namespace.tinyModel()).deploy();
 *   half.awaitReady(Duration.ofMinutes(1));
 * }
 * }</pre>
 */
public final class LocalNamespace implements AutoCloseable {

  /** How much of a purpose becomes a name: routes, made of three names, have 63 characters. */
  private static final int LONGEST_WORD = 16;

  private static final long ACCOUNT_SECONDS = 30;

  private final LocalCloud cloud;
  private final KubeClient kube;
  private final String name;
  private final String purpose;
  private final RecentRequests requests = new RecentRequests();
  private final IngressGateway gateway;
  private @Nullable InferenceClient client;
  private @Nullable Model tinyModel;
  private boolean closed;

  private LocalNamespace(LocalCloud cloud, KubeClient kube, String name, String purpose) {
    this.cloud = cloud;
    this.kube = kube;
    this.name = name;
    this.purpose = purpose;
    this.gateway = cloud.gatewayThatLogs().logHeardBy(requests).start();
    cloud.routes().add(name, gateway.routes());
  }

  static LocalNamespace create(LocalCloud cloud, KubeClient kube, String name, String purpose) {
    kube.create(
        "/api/v1/namespaces",
        Json.object(
            "apiVersion",
            "v1",
            "kind",
            "Namespace",
            "metadata",
            Json.object(
                "name",
                name,
                "labels",
                Json.object("app.kubernetes.io/managed-by", "elastic-inference-testkit"),
                "annotations",
                Json.object("elastic-inference.io/purpose", purpose))));
    awaitAccount(kube, name);
    try {
      cloud.oss().createBucket(name);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Bucket '"
              + name
              + "': it cannot be made, "
              + e
              + " (expected: a folder of the local OSS). Look whether the disk is full.",
          e);
    }
    return new LocalNamespace(cloud, kube, name, purpose);
  }

  /** Pods are refused until the namespace's service account is there. */
  private static void awaitAccount(KubeClient kube, String name) {
    CountDownLatch made = new CountDownLatch(1);
    String accounts = "/api/v1/namespaces/" + name + "/serviceaccounts";
    ObjectWatch watch =
        ObjectWatch.start(kube, accounts, "", account -> made.countDown(), account -> {});
    try {
      if (!made.await(ACCOUNT_SECONDS, TimeUnit.SECONDS)) {
        throw new ControlPlaneException(
            "Namespace '"
                + name
                + "': no service account after "
                + ACCOUNT_SECONDS
                + " s (expected: one of the controller manager). Look whether this machine is"
                + " overloaded.",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "Namespace '"
              + name
              + "': interrupted while it began (expected: until pods may run in it). Make another.",
          e);
    } finally {
      watch.close();
    }
  }

  /** Makes a start of a name of whatever somebody calls a test. */
  static String word(String purpose) {
    String word = purpose.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    word = word.substring(0, Math.min(word.length(), LONGEST_WORD)).replaceAll("^-+|-+$", "");
    return word.isEmpty() ? "test" : word;
  }

  /**
   * The namespace's name.
   *
   * @return unique in the cloud, for example {@code predicts-3}
   */
  public String name() {
    return name;
  }

  /**
   * The bucket that nobody else uses; it is deleted with the namespace.
   *
   * @return its name
   */
  public String bucket() {
    return name;
  }

  /**
   * A place for a model in the namespace's bucket.
   *
   * @param model the model's name
   * @return the URI, for {@link Model#from} and {@link Model.Upload#to}
   */
  public String location(String model) {
    return "oss://" + bucket() + "/" + model;
  }

  /**
   * Where services answer that were exposed at the host {@code localhost}, as in {@code
   * builder.ingress("localhost")}: any HTTP client reaches them, and no other test is in the way.
   *
   * @return for example {@code http://localhost:43210}
   */
  public URI uri() {
    return URI.create("http://localhost:" + gateway.uri().getPort());
  }

  /**
   * The gateway that only this namespace's Ingresses are served by; for faults that no other test
   * shall see.
   *
   * @return the gateway
   */
  public IngressGateway gateway() {
    return gateway;
  }

  /**
   * The variables that programs find this namespace's cloud and gateway by.
   *
   * @return those of {@link LocalCloud#environment}, with this namespace's {@code INGRESS_ADDRESS}
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>(cloud.environment());
    variables.put(Environment.INGRESS_ADDRESS, "localhost:" + gateway.uri().getPort());
    return Map.copyOf(variables);
  }

  /**
   * A client of this namespace: services go to it where no namespace is said, and {@link
   * InferenceClient#list()} shows its services alone.
   *
   * @return the client, always the same; it is closed with the namespace
   */
  public synchronized InferenceClient client() {
    if (client == null) {
      client = InferenceClient.builder().environment(environment()).namespace(name).build();
    }
    return client;
  }

  /**
   * A model to deploy where it does not matter which: TensorFlow's "half plus two", 740 bytes,
   * which answers {@code {"instances": [1.0, 2.0, 5.0]}} with {@code {"predictions": [2.5, 3.0,
   * 4.5]}}. It lies in the namespace's bucket, uploaded when it is first asked for.
   *
   * @return the model {@code half-plus-two}, version 1
   */
  public synchronized Model tinyModel() {
    if (tinyModel == null) {
      tinyModel = TinyModel.upload(client(), location(TinyModel.NAME));
    }
    return tinyModel;
  }

  /**
   * What there is to see in the namespace now: services and what keeps them from being ready, pods,
   * events, the end of the containers' logs, and the last requests. What cannot be read is said
   * there, and nothing is thrown.
   *
   * @return a text of some lines, for people
   */
  public String describe() {
    return new NamespaceReport(kube, client(), name, requests).text();
  }

  /**
   * Ends all that runs in the namespace at once, and deletes the namespace, its bucket and the
   * volumes that were claimed in it. Kubernetes takes some 6 s to remove the namespace itself,
   * which nobody waits for; objects with finalizers that nobody takes off lose them then, with a
   * warning in the log.
   *
   * @throws ControlPlaneException where something could not be deleted; the rest is
   */
  @Override
  public void close() {
    InferenceClient open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = client;
    }
    Cleaning cleaning = new Cleaning("Namespace '" + name + "' of " + purpose);
    if (open != null) {
      cleaning.step("its client", open::close);
    }
    cloud.routes().remove(gateway.routes());
    cleaning.step("its gateway", gateway::close);
    cleaning.step("the namespace", () -> cloud.removals().begin(name, purpose));
    cleaning.step("its bucket", () -> cloud.oss().discardBucket(bucket()));
    cleaning.end();
  }

  @Override
  public String toString() {
    return "LocalNamespace[" + name + "]";
  }
}
