package io.elasticinference.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.controlplane.ControlPlane;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.modelserver.Capacity;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VirtualNodesIT {
  private static final String NAMESPACE = "/api/v1/namespaces/default/";
  private static final String PODS = NAMESPACE + "pods";
  private static final String SERVING = "tensorflow/serving:1.15.0-gpu";
  private static final String ECI = "\"alibabacloud.com/eci\": \"true\"";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private ControlPlane plane;
  private OssServer oss;
  private VirtualNodes nodes;
  private KubeClient client;

  @BeforeAll
  void start() throws IOException {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    plane = ControlPlane.builder().start();
    client = plane.client("test");
    oss =
        OssServer.builder(plane.directory().resolve("oss"))
            .credential(OssCredential.of("test-id", "test-secret"))
            .bucket("models")
            .start();
    OSS uploader = new OSSClientBuilder().build(oss.uri().toString(), "test-id", "test-secret");
    uploader.putObject(
        "models",
        "tensorflow/chnsenticorp/1623831335/saved_model.pb",
        Path.of("../samples/models/chnsenticorp/1623831335/saved_model.pb").toFile());
    uploader.shutdown();
    nodes =
        VirtualNodes.start(
            plane,
            new NodeSettings(
                Duration.ofMillis(50),
                1,
                8,
                "32Gi",
                0,
                100,
                Capacity.DEFAULT,
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                plane.directory().resolve("nodes"),
                url -> url.endsWith("aliyuncs.com") ? oss.uri().toString() : url));
    apply(
        NAMESPACE + "configmaps/models-config",
        """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "models-config"}, "data": {"models.config":
         "model_config_list { config { name: 'chnsenticorp' base_path: '/data' model_platform: 'tensorflow' model_version_policy { specific { versions: 1623831335 } } } }"}}
        """);
    volume("good", "test-id", "test-secret", "/tensorflow/chnsenticorp");
    volume("wrong-secret", "test-id", "wrong", "/tensorflow/chnsenticorp");
    volume("empty", "test-id", "test-secret", "/nothing/here");
  }

  @AfterAll
  void stop() throws IOException {
    nodes.close();
    oss.close();
    plane.close();
  }

  @Test
  void pod_answersPredictions_whenItsModelLiesInOss() throws Exception {
    create(serving("answers", "good", ECI, "", SERVING));
    JsonObject pod = awaitReady("answers");
    assertThat(Json.text(pod, "spec", "nodeName")).isEqualTo(Nodes.VIRTUAL);
    assertThat(Json.text(pod, "status", "podIP")).startsWith("10.");
    HttpResponse<String> answer = predict(pod);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("0.881377");
    assertThat(log("answers", ""))
        .contains("Successfully loaded servable version {name: chnsenticorp version: 1623831335}");
    assertThat(log("answers", "?tailLines=1").lines()).hasSize(1);
  }

  @Test
  void pod_endsItsRequestsFirst_whenItIsDeleted() throws Exception {
    create(
        serving("drains", "good", ECI, "\"" + Containers.SERVICE_TIME + "\": \"800ms\"", SERVING));
    JsonObject pod = awaitReady("drains");
    HttpRequest request = predictRequest(pod);
    CompletableFuture<HttpResponse<String>> answer =
        HTTP.sendAsync(request, BodyHandlers.ofString());
    client.delete(PODS + "/drains", new JsonObject());
    assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    await().until(() -> client.find(PODS + "/drains").isEmpty());
    assertThat(address(pod)).isEmpty();
  }

  @Test
  void pod_takesTheFirstSpecInStock_whenOthersAreSoldOut() throws Exception {
    String specs = "\"k8s.aliyun.com/eci-use-specs\": \"ecs.out-of-stock,ecs.gn6i-c4g1.xlarge\"";
    create(serving("falls-back", "good", ECI, specs, SERVING));
    JsonObject pod = awaitReady("falls-back");
    assertThat(Json.text(pod, "metadata", "annotations", EciSpecs.MADE))
        .isEqualTo("ecs.gn6i-c4g1.xlarge");
  }

  @Test
  void pod_reportsNoStock_whenEverySpecIsSoldOut() {
    create(
        serving(
            "sold-out",
            "good",
            ECI,
            "\"k8s.aliyun.com/eci-use-specs\": \"ecs.out-of-stock\"",
            SERVING));
    await()
        .untilAsserted(
            () -> {
              JsonObject status = client.get(PODS + "/sold-out").getAsJsonObject("status");
              assertThat(Json.text(status, "phase")).isEqualTo("Pending");
              assertThat(Json.text(status, "reason")).isEqualTo("ContainerInstanceScheduleFailed");
              JsonObject condition = condition(status, "ContainerInstanceCreated").orElseThrow();
              assertThat(Json.text(condition, "status")).isEqualTo("False");
              assertThat(Json.text(condition, "reason")).isEqualTo("NoStock");
            });
    awaitEvent("sold-out", "ProviderCreateFailed", "OutOfStock");
    client.delete(PODS + "/sold-out", new JsonObject());
    await().until(() -> client.find(PODS + "/sold-out").isEmpty());
  }

  @Test
  void pod_waitsForItsVolume_whenOssRefusesTheKey() {
    create(serving("wrong-key", "wrong-secret", ECI, "", SERVING));
    awaitEvent("wrong-key", "FailedMount", "SignatureDoesNotMatch");
    JsonObject status = client.get(PODS + "/wrong-key").getAsJsonObject("status");
    assertThat(waitingReason(status)).isEqualTo("ContainerCreating");
  }

  @Test
  void pod_isNotReady_whenTheModelIsMissing() {
    create(serving("no-model", "empty", ECI, "", SERVING));
    awaitEvent("no-model", "Unhealthy", "connection refused");
    JsonObject status = client.get(PODS + "/no-model").getAsJsonObject("status");
    assertThat(Json.text(status, "phase")).isEqualTo("Running");
    assertThat(Json.text(condition(status, "Ready").orElseThrow(), "status")).isEqualTo("False");
    assertThat(log("no-model", "")).contains("was not found in the file system");
  }

  @Test
  void pod_cannotPull_whenTheImageIsMissing() {
    create(serving("missing", "good", ECI, "", "tensorflow/serving:missing"));
    await()
        .untilAsserted(
            () ->
                assertThat(waitingReason(client.get(PODS + "/missing").getAsJsonObject("status")))
                    .isEqualTo("ImagePullBackOff"));
  }

  @Test
  void pod_loopsAndKeepsTheLastLog_whenItCrashes() {
    create(serving("crashes", "good", ECI, "", "tensorflow/serving:crash"));
    await()
        .untilAsserted(
            () -> {
              JsonObject status = client.get(PODS + "/crashes").getAsJsonObject("status");
              assertThat(waitingReason(status)).isEqualTo("CrashLoopBackOff");
              JsonObject container = Json.objects(status, "containerStatuses").get(0);
              assertThat(Json.number(container, 0, "restartCount")).isPositive();
              assertThat(Json.number(container, 0, "lastState", "terminated", "exitCode"))
                  .isEqualTo(1);
            });
    assertThat(log("crashes", "?previous=true")).contains("ends as soon as it starts");
  }

  @Test
  void pod_failsToStart_whenTheModelConfigIsNone() {
    JsonObject pod = serving("bad-flags", "good", ECI, "", SERVING);
    JsonObject container = Json.objects(pod, "spec", "containers").get(0);
    container.add(
        "args", Json.array("--port=8500", "--rest_api_port=8501", "--model_config_file=/nowhere"));
    create(pod);
    await()
        .untilAsserted(
            () ->
                assertThat(waitingReason(client.get(PODS + "/bad-flags").getAsJsonObject("status")))
                    .isEqualTo("CrashLoopBackOff"));
    assertThat(log("bad-flags", "?previous=true"))
        .contains("Failed to start server. Error: Not found: /nowhere");
  }

  @Test
  void pod_runsOnEcs_whenItFitsThereAndMayBurst() {
    JsonObject pod = plain("bursts", "", "\"alibabacloud.com/burst-resource\": \"eci\"");
    create(pod);
    assertThat(Json.text(awaitReady("bursts"), "spec", "nodeName"))
        .isEqualTo("cn-beijing.192.168.0.1");
    JsonObject large = plain("bursts-over", "", "\"alibabacloud.com/burst-resource\": \"eci\"");
    Json.objects(large, "spec", "containers")
        .get(0)
        .add("resources", Json.object("requests", Json.object("cpu", "64")));
    create(large);
    assertThat(Json.text(awaitReady("bursts-over"), "spec", "nodeName")).isEqualTo(Nodes.VIRTUAL);
  }

  @Test
  void pod_isUnschedulable_whenItNeedsAGpuAndMayNotBurst() {
    create(serving("stays", "good", "\"x\": \"y\"", "", SERVING));
    await()
        .untilAsserted(
            () -> {
              JsonObject status = client.get(PODS + "/stays").getAsJsonObject("status");
              JsonObject condition = condition(status, "PodScheduled").orElseThrow();
              assertThat(Json.text(condition, "reason")).isEqualTo("Unschedulable");
              assertThat(Json.text(condition, "message"))
                  .contains("Insufficient nvidia.com/gpu", "untolerated taint");
            });
  }

  private void volume(String name, String id, String secret, String path) {
    apply(
        NAMESPACE + "secrets/" + name,
        """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s"}, "data": {"akId": "%s", "akSecret": "%s"}}
        """
            .formatted(name, base64(id), base64(secret)));
    apply(
        "/api/v1/persistentvolumes/" + name,
        """
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%1$s"}, "spec": {
         "capacity": {"storage": "5Gi"}, "accessModes": ["ReadWriteMany"], "persistentVolumeReclaimPolicy": "Retain",
         "storageClassName": "", "claimRef": {"namespace": "default", "name": "%1$s"},
         "csi": {"driver": "ossplugin.csi.alibabacloud.com", "volumeHandle": "%1$s",
          "nodePublishSecretRef": {"name": "%1$s", "namespace": "default"},
          "volumeAttributes": {"bucket": "models", "url": "oss-cn-beijing-internal.aliyuncs.com", "path": "%2$s"}}}}
        """
            .formatted(name, path));
    apply(
        NAMESPACE + "persistentvolumeclaims/" + name,
        """
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "%1$s"}, "spec": {
         "accessModes": ["ReadWriteMany"], "resources": {"requests": {"storage": "5Gi"}}, "storageClassName": "",
         "volumeName": "%1$s"}}
        """
            .formatted(name));
  }

  private static JsonObject serving(
      String name, String claim, String labels, String annotations, String image) {
    return JsonParser.parseString(
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "labels": {%s}, "annotations": {%s}}, "spec": {
             "containers": [{"name": "serving", "image": "%s", "command": ["/usr/bin/tensorflow_model_server"],
              "args": ["--port=8500", "--rest_api_port=8501", "--model_config_file=/config/models.config"],
              "ports": [{"name": "http", "containerPort": 8501}],
              "readinessProbe": {"httpGet": {"path": "/v1/models/chnsenticorp", "port": "http"}, "periodSeconds": 5},
              "resources": {"limits": {"nvidia.com/gpu": 1}},
              "volumeMounts": [{"name": "model", "mountPath": "/data"}, {"name": "config", "mountPath": "/config"}]}],
             "volumes": [{"name": "model", "persistentVolumeClaim": {"claimName": "%s"}},
              {"name": "config", "configMap": {"name": "models-config"}}]}}
            """
                .formatted(name, labels, annotations, image, claim))
        .getAsJsonObject();
  }

  private static JsonObject plain(String name, String labels, String annotations) {
    return JsonParser.parseString(
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "labels": {%s}, "annotations": {%s}}, "spec": {
             "containers": [{"name": "web", "image": "web", "ports": [{"containerPort": 80}],
              "readinessProbe": {"tcpSocket": {"port": 80}}}]}}
            """
                .formatted(name, labels, annotations))
        .getAsJsonObject();
  }

  private void apply(String path, String json) {
    client.apply(path, JsonParser.parseString(json).getAsJsonObject(), "test");
  }

  private void create(JsonObject pod) {
    client.create(PODS, pod);
  }

  private JsonObject awaitReady(String pod) {
    return await()
        .until(
            () -> client.get(PODS + "/" + pod),
            json ->
                condition(json.getAsJsonObject("status"), "Ready")
                    .filter(ready -> Json.text(ready, "status").equals("True"))
                    .isPresent());
  }

  private void awaitEvent(String pod, String reason, String text) {
    await()
        .untilAsserted(
            () -> {
              JsonArray events =
                  client
                      .get(NAMESPACE + "events?fieldSelector=involvedObject.name%3D" + pod)
                      .getAsJsonArray("items");
              assertThat(events)
                  .anyMatch(
                      event ->
                          Json.text(event.getAsJsonObject(), "reason").equals(reason)
                              && Json.text(event.getAsJsonObject(), "message").contains(text));
            });
  }

  private String log(String pod, String query) {
    return client.text(PODS + "/" + pod + "/log" + query);
  }

  private Optional<InetSocketAddress> address(JsonObject pod) {
    return nodes.resolve(Json.text(pod, "status", "podIP"), 8501);
  }

  private HttpRequest predictRequest(JsonObject pod) {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + address(pod).orElseThrow().getPort()
                + "/v1/models/chnsenticorp:predict");
    return HttpRequest.newBuilder(uri)
        .POST(BodyPublishers.ofString("{\"instances\": [[1,1,0,0,0,0,0,0]]}"))
        .build();
  }

  private HttpResponse<String> predict(JsonObject pod) throws IOException, InterruptedException {
    return HTTP.send(predictRequest(pod), BodyHandlers.ofString());
  }

  private static Optional<JsonObject> condition(JsonObject status, String type) {
    return Json.objects(status, "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals(type))
        .findFirst();
  }

  private static String waitingReason(JsonObject status) {
    return Json.objects(status, "containerStatuses").stream()
        .map(container -> Json.text(container, "state", "waiting", "reason"))
        .findFirst()
        .orElse("");
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
