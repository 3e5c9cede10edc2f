package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.elasticinference.AwaitTimeoutException;
import io.elasticinference.CapacityException;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.Model;
import io.elasticinference.ModelInUseException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.scaling.TraceFormatException;
import io.elasticinference.scaling.TrafficTrace;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages in docs/errors.md are what users are told: each is made here by the calls that they
 * make, against an API server and a store that say what theirs would.
 */
class ErrorExamplesTest {

  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final String SERVICE = "bert-1-tensorflow-serving";
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private OssServer oss;
  private PlayedApi api;
  private InferenceClient client;

  @BeforeEach
  void start() throws IOException {
    OssCredential key = OssCredential.of("LTAIdev", "sesame");
    oss = OssServer.builder(folder.resolve("oss")).credential(key).bucket("models").start();
    api = new PlayedApi();
    Files.createDirectories(folder.resolve("saved_model/variables"));
    Files.writeString(folder.resolve("saved_model/saved_model.pb"), "graph");
    Files.writeString(folder.resolve("saved_model/variables/variables.index"), "index");
    client =
        client(Map.of("KUBECONFIG", api.kubeconfig(folder).toString(), "ACK_CLUSTER_ID", "c0a1"));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    api.close();
    oss.close();
  }

  private InferenceClient client(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("HOME", "/home/dev");
    for (String place : List.of("KUBECONFIG", "KUBERNETES_SERVICE_HOST", "ACK_CLUSTER_ID")) {
      all.put(place, "");
    }
    all.put("ALIBABA_CLOUD_REGION_ID", "cn-beijing");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIdev");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame");
    all.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    all.put("OSS_ENDPOINT", oss.uri().toString());
    all.put("OSS_UPLOAD_CHECKPOINTS", folder.resolve("checkpoints").toString());
    all.putAll(settings);
    return InferenceClient.builder().environment(all).build();
  }

  private InferenceBuilder bert() {
    return ElasticInference.builder()
        .client(client)
        .name("bert")
        .model(
            Model.tensorflow("bert")
                .upload(folder.resolve("saved_model"))
                .to("oss://models/bert")
                .version(1))
        .gpuSpec("ecs.gn6i-c4g1.xlarge")
        .burst(ECI_ONLY);
  }

  @Test
  void invalidSpec() {
    shows(
        InvalidSpecException.class,
        () -> bert().name("Bert").autoscale(qps(10).replicas(5, 2)).deploy());
  }

  @Test
  void modelUpload() {
    oss.revoke("LTAIdev");
    oss.accept(OssCredential.of("LTAIdev", "another"));

    shows(ModelUploadException.class, () -> bert().deploy());
  }

  @Test
  void modelInUse() {
    bert().deploy();

    shows(ModelInUseException.class, () -> client.models().delete("oss://models/bert", 1));
  }

  @Test
  void clusterAccess_nowhere() {
    try (InferenceClient lost = client(Map.of())) {
      shows(ClusterAccessException.class, () -> bert().client(lost).deploy());
    }
  }

  @Test
  void clusterAccess_forbidden() {
    api.refuse("deployments");

    shows(ClusterAccessException.class, () -> bert().deploy());
  }

  @Test
  void conflict() {
    api.add(
        "apis/apps/v1",
        "deployments",
        """
        {"metadata": {"name": "%s", "managedFields": [{"manager": "helm", "operation": "Update",
         "fieldsV1": {"f:spec": {}}}]}}
        """
            .formatted(SERVICE));

    shows(ConflictException.class, () -> bert().deploy());
  }

  @Test
  void metricsUnavailable() {
    shows(MetricsUnavailableException.class, () -> bert().autoscale(qps(10)).deploy());
  }

  @Test
  void capacity() {
    InferenceService service =
        deployed(
            """
            {"phase": "Pending", "conditions": [{"type": "ContainerInstanceCreated",
             "status": "False", "reason": "NoStock", "message":
             "ecs.gn6i-c4g1.xlarge is out of stock in cn-beijing-h"}]}
            """);

    shows(CapacityException.class, () -> service.awaitReady(LONG));
  }

  @Test
  void rolloutFailed() {
    InferenceService service =
        deployed(
            """
            {"phase": "Pending", "containerStatuses": [{"name": "tensorflow-serving",
             "image": "tensorflow/serving:2.99", "restartCount": 0, "state": {"waiting": {
             "reason": "ErrImagePull", "message": "tensorflow/serving:2.99: not found"}}}]}
            """);

    shows(RolloutFailedException.class, () -> service.awaitReady(LONG));
  }

  @Test
  void awaitTimeout() {
    InferenceService service = deployed("{\"phase\": \"Pending\"}");

    shows(AwaitTimeoutException.class, () -> service.awaitReady(Duration.ofSeconds(1)));
  }

  @Test
  void traceFormat() {
    byte[] csv = "timestamp\n2026-01-01 00:00:00\nyesterday\n".getBytes(UTF_8);

    shows(
        TraceFormatException.class,
        () -> TrafficTrace.readTimestamps("trace.csv", new ByteArrayInputStream(csv)));
  }

  /** Deploys, and lets the controllers have made one pod of it. */
  private InferenceService deployed(String podStatus) {
    InferenceService service = bert().deploy();
    String labels = "\"labels\": {\"servingName\": \"bert\", \"servingVersion\": \"1\"}";
    String revision = "\"annotations\": {\"deployment.kubernetes.io/revision\": \"1\"}";
    api.add(
            "apis/apps/v1",
            "deployments",
            """
            {"metadata": {"name": "%s", %s, %s}, "spec": {"replicas": 1},
             "status": {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1}}
            """
                .formatted(SERVICE, labels, revision))
        .add(
            "apis/apps/v1",
            "replicasets",
            """
            {"metadata": {"name": "%s-7c9", %s, %s, "ownerReferences": [{"uid": "%s"}]}}
            """
                .formatted(SERVICE, labels, revision, SERVICE))
        .add(
            "api/v1",
            "pods",
            """
            {"metadata": {"name": "%s-7c9-x2x", %s, "ownerReferences": [{"uid": "%s-7c9"}]},
             "status": %s}
            """
                .formatted(SERVICE, labels, SERVICE, podStatus));
    return service;
  }

  /** Makes the exception and looks for its message, as it is printed, in its section. */
  private static <T extends ElasticInferenceException> void shows(
      Class<T> type, ThrowingCallable call) {
    T thrown = catchThrowableOfType(type, call);

    assertThat(thrown).as(type.getSimpleName()).isExactlyInstanceOf(type);
    String printed =
        String.valueOf(thrown.getMessage())
            .replaceAll("http://127\\.0\\.0\\.1:\\d+", "https://address")
            .replaceAll("request [0-9A-F]{24}", "request 5C3D9175B6FC201293AD4E2A");
    assertThat(section(type)).contains("```text\n" + printed + "\n```\n");
  }

  private static String section(Class<?> type) {
    String name = type.getSimpleName();
    Matcher section =
        Pattern.compile("^## " + name + "\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page());
    assertThat(section.find()).as("a section about " + name).isTrue();
    return section.group(1);
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
