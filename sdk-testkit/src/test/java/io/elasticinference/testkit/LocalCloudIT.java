package io.elasticinference.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.controlplane.Json;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kubernetes.client.util.generic.dynamic.Dynamics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tutorial on the local cloud, without this project's SDK: plain YAML, another client, and
 * load.
 */
@ExtendWith(LocalCloudExtension.class)
class LocalCloudIT {
  private static final Path SAMPLES = Path.of("../samples/models");
  private static final Map<String, String> PLURALS =
      Map.of(
          "Namespace", "namespaces",
          "Secret", "secrets",
          "PersistentVolume", "persistentvolumes",
          "PersistentVolumeClaim", "persistentvolumeclaims",
          "Service", "services",
          "Deployment", "deployments",
          "HorizontalPodAutoscaler", "horizontalpodautoscalers",
          "Ingress", "ingresses");

  private final Map<String, String> environment;
  private final ApiClient client;
  private final OkHttpClient http = new OkHttpClient();

  LocalCloudIT(LocalCloud cloud) throws IOException {
    environment = cloud.environment();
    client = Config.fromConfig(environment.get("KUBECONFIG"));
  }

  @Test
  void tutorial_predictsAndScalesOutAndIn_whenItIsAppliedAsYaml() throws Exception {
    upload();
    apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: tutorial}\n");
    for (String document : tutorial().split("\n---\n", -1)) {
      apply(document);
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> readyReplicas() == 1);
    assertThat(
            Json.text(
                get("networking.k8s.io", "v1", "ingresses"), "status", "loadBalancer", "ingress"))
        .isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Json.objects(
                            get("networking.k8s.io", "v1", "ingresses"),
                            "status",
                            "loadBalancer",
                            "ingress"))
                    .hasSize(1));
    assertThatTheGoldenFileIsAnswered();

    ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
    try {
      var unused =
          load.scheduleAtFixedRate(this::predictOnce, 0, 1_000_000 / 35, TimeUnit.MICROSECONDS);
      await().atMost(Duration.ofMinutes(1)).until(() -> readyReplicas() == 4);
    } finally {
      load.shutdownNow();
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              JsonObject status = get("apps", "v1", "deployments").getAsJsonObject("status");
              assertThat(Json.number(status, 0, "replicas")).isEqualTo(1);
            });
  }

  private void assertThatTheGoldenFileIsAnswered() throws IOException {
    JsonObject golden =
        JsonParser.parseString(Files.readString(SAMPLES.resolve("chnsenticorp.golden.json")))
            .getAsJsonObject();
    for (JsonElement item : golden.getAsJsonArray("cases")) {
      try (Response response =
          http.newCall(request(item.getAsJsonObject().get("request").toString())).execute()) {
        assertThat(response.code()).isEqualTo(200);
        JsonElement answer = JsonParser.parseString(response.body().string());
        assertThat(numbers(answer))
            .containsExactly(numbers(item.getAsJsonObject().get("response")), within(1e-6));
      }
    }
  }

  private void predictOnce() {
    try (Response response =
        http.newCall(request("{\"instances\": [[1, 1, 0, 0, 0, 0, 0, 0]]}")).execute()) {
      response.body().bytes();
    } catch (IOException e) {
      // A request that is cut when the load ends is no fault of the cloud; the autoscaler judges
      // the rest.
      Thread.currentThread().interrupt();
    }
  }

  private Request request(String body) {
    return new Request.Builder()
        .url("http://" + environment.get("INGRESS_ADDRESS") + "/v1/models/chnsenticorp:predict")
        .header("Host", "test.example.com")
        .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private void upload() {
    OSS oss =
        new OSSClientBuilder()
            .build(
                environment.get("OSS_ENDPOINT"),
                environment.get("ALIBABA_CLOUD_ACCESS_KEY_ID"),
                environment.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    String version = "chnsenticorp/1623831335/saved_model.pb";
    oss.putObject("models", "models/tensorflow/" + version, SAMPLES.resolve(version).toFile());
    oss.shutdown();
  }

  private String tutorial() throws IOException {
    try (InputStream in = LocalCloudIT.class.getResourceAsStream("tutorial.yaml")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        text = text.replace("${" + variable.getKey() + "}", variable.getValue());
      }
      return text;
    }
  }

  private void apply(String yaml) throws Exception {
    DynamicKubernetesObject object = Dynamics.newFromYaml(yaml);
    String[] groupVersion = object.getApiVersion().split("/", -1);
    String group = groupVersion.length == 1 ? "" : groupVersion[0];
    String version = groupVersion[groupVersion.length - 1];
    new DynamicKubernetesApi(group, version, PLURALS.get(object.getKind()), client)
        .create(object)
        .throwsApiException();
  }

  private JsonObject get(String group, String version, String plural) {
    return new DynamicKubernetesApi(group, version, plural, client)
        .get("tutorial", "bert-tfserving")
        .getObject()
        .getRaw();
  }

  private int readyReplicas() {
    return Json.number(get("apps", "v1", "deployments"), 0, "status", "readyReplicas");
  }

  private static double[] numbers(JsonElement json) {
    return java.util.regex.Pattern.compile("-?\\d+\\.?\\d*(?:e[+-]?\\d+)?")
        .matcher(json.toString())
        .results()
        .mapToDouble(match -> Double.parseDouble(match.group()))
        .toArray();
  }
}
