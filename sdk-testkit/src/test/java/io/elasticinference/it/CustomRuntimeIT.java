package io.elasticinference.it;

import static io.elasticinference.ServingRuntime.MODEL_NAME;
import static io.elasticinference.ServingRuntime.MODEL_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.Framework;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.PlannedChange;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.ServingRuntime;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model behind a server of the user's own. That requests are answered is seen by a sample. */
@ExtendWith(LocalCloudExtension.class)
class CustomRuntimeIT {

  private static final Duration SOON = Duration.ofMinutes(1);

  private final LocalCloud cloud;
  private final Kubectl kubectl;

  CustomRuntimeIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @Test
  void custom_deploysConvergesAndGoes_orSaysWhyNot(@TempDir Path model) throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "custom")) {
      InferenceBuilder qwen =
          ElasticInference.builder()
              .client(client)
              .namespace(namespace.name())
              .model(
                  Model.custom("qwen")
                      .upload(model)
                      .to("oss://models/" + namespace.name() + "/qwen")
                      .version(1))
              .runtime(
                  ServingRuntime.of("vllm/vllm-openai:v0.10.0", 8000)
                      .arguments("--model", MODEL_PATH, "--served-model-name", MODEL_NAME)
                      .readyAt("/health")
                      .requestsAt("/v1/completions"))
              .ingress(namespace.name() + ".example.com");
      Files.writeString(model.resolve("weights"), "x");
      InferenceService broken = qwen.deploy();
      assertThatThrownBy(() -> broken.awaitReady(SOON))
          .isInstanceOfSatisfying(
              RolloutFailedException.class,
              e ->
                  assertThat(e.lastWords())
                      .anyMatch(line -> line.startsWith("OSError: Can't load the configuration")));

      Files.writeString(model.resolve("config.json"), "{}");
      InferenceBuilder mended = qwen.version("2").model(version(qwen, 2));
      mended.deploy().awaitReady(SOON);
      broken.deleteVersion();
      assertThat(mended.plan().changes())
          .allMatch(change -> change.action() == PlannedChange.Action.UNCHANGED);
      InferenceService found = client.get(namespace.name(), "qwen").orElseThrow();
      assertThat(found.version()).isEqualTo("2");
      assertThat(found.endpoint().requestPath()).isEqualTo("/v1/completions");
      assertThat(qwen.spec().model().framework()).isEqualTo(Framework.CUSTOM);

      found.delete();
      assertThat(namespace.kubectl("get", "deploy,svc,ing,pvc,secret", "-o", "name")).isBlank();
    }
  }

  private static Model version(InferenceBuilder builder, int version) {
    return builder.spec().model().version(version);
  }
}
