package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.ServingRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model behind a server that the SDK does not know. */
class CustomRuntimeTest {

  private static final ServingRuntime VLLM =
      ServingRuntime.of("vllm/vllm-openai:v0.10.0", 8000)
          .readyAt("/health")
          .requestsAt("/v1/completions");

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final InferenceBuilder qwen =
      ElasticInference.builder()
          .client(
              InferenceClient.builder()
                  .cluster(cluster)
                  .modelStore(cloud)
                  .placement(cloud)
                  .trafficMetrics(cloud)
                  .environment(Map.of("INGRESS_ADDRESS", "127.0.0.1:80"))
                  .build())
          .model(Model.custom("qwen").from("oss://models/qwen").version(1));

  private static List<String> faults(InferenceBuilder builder) {
    try {
      builder.deploy();
      return List.of();
    } catch (InvalidSpecException e) {
      return e.violations().stream().map(Object::toString).toList();
    }
  }

  @Test
  void deploy_namesObjectsForTheServer_andAnswersWhereItSays() {
    var service = qwen.runtime(VLLM).deploy();
    assertThat(cluster.calls).contains("check qwen-1-custom-serving false");
    assertThat(service.endpoint().predictUri())
        .hasToString("http://test.example.com/v1/completions");
    assertThat(service.endpoint().curl()).endsWith("http://127.0.0.1:80/health");
    assertThat(qwen.runtime(VLLM).spec().image()).isEqualTo("vllm/vllm-openai:v0.10.0");
    assertThat(qwen.runtime(VLLM).image("mine:1").spec().image()).isEqualTo("mine:1");
  }

  @Test
  void deploy_asksForARuntime_ofACustomModelAlone() {
    assertThat(faults(qwen))
        .singleElement()
        .asString()
        .startsWith("runtime: none (expected: runtime(ServingRuntime.of(");
    assertThat(faults(qwen.model(Model.tensorflow("b").from("oss://models/b")).runtime(VLLM)))
        .singleElement()
        .asString()
        .startsWith("runtime: ServingRuntime[vllm/vllm-openai:v0.10.0, port 8000");
  }

  @Test
  void deploy_tellsAllFaultsOfARuntime() {
    ServingRuntime wrong =
        ServingRuntime.of("x", 0).readyAt("health").requestsAt("/a b").variable("1X", "secret");
    assertThatThrownBy(
            () -> qwen.model(Model.custom("q").from("oss://models/q")).runtime(wrong).deploy())
        .isInstanceOfSatisfying(
            InvalidSpecException.class,
            e ->
                assertThat(e.violations())
                    .extracting("name")
                    .containsExactly(
                        "model.version",
                        "runtime.port",
                        "runtime.readyAt",
                        "runtime.requestsAt",
                        "runtime.variable"))
        .hasMessageNotContaining("secret");
    assertThat(faults(qwen.runtime(ServingRuntime.of("", 80))))
        .containsExactly("image: '' (expected: a container image)");
  }

  @Test
  void deploy_uploadsAnyFiles_asTheVersionThatIsSaid(@TempDir Path folder) throws Exception {
    InferenceBuilder local =
        qwen.model(Model.custom("qwen").upload(folder).to("oss://models/qwen").version(7))
            .runtime(VLLM);
    assertThat(faults(local)).singleElement().asString().contains("with nothing in it");
    Files.writeString(folder.resolve("config.json"), "{}");
    local.deploy();
    assertThat(cloud.calls).contains("upload " + folder.getFileName() + " oss://models/qwen 7");

    Files.createDirectory(folder.resolve("7"));
    Files.writeString(folder.resolve("7").resolve("weights"), "x");
    local.deploy();
    assertThat(cloud.calls).contains("upload 7 oss://models/qwen 7");
  }
}
