package io.elasticinference.samples;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static io.elasticinference.ServingRuntime.MODEL_NAME;
import static io.elasticinference.ServingRuntime.MODEL_PATH;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ServingRuntime;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import java.nio.file.Path;
import java.time.Duration;

/** Serves a language model by vLLM: a model server that the SDK does not know. */
public final class CustomRuntime {
  private CustomRuntime() {}

  /**
   * Deploys, and asks for completions.
   *
   * @param arguments the model's folder, as Hugging Face lays it out
   */
  public static void main(String[] arguments) {
    Model model =
        Model.custom("qwen2-7b")
            .upload(Path.of(arguments[0]))
            .to("oss://models/llm/qwen2-7b")
            .version(1);
    ServingRuntime vllm =
        ServingRuntime.of("vllm/vllm-openai:v0.10.0", 8000)
            .arguments("--model", MODEL_PATH, "--served-model-name", MODEL_NAME)
            .readyAt("/health")
            .requestsAt("/v1/completions");

    InferenceService service =
        ElasticInference.builder()
            .model(model)
            .runtime(vllm)
            .gpuSpec("ecs.gn7i-c8g1.2xlarge") // an A10 with 24 GiB
            .burst(ECI_ONLY)
            .autoscale(qps(2).replicas(1, 4))
            .ingress("qwen.example.com")
            .deploy();
    service.awaitReady(Duration.ofMinutes(20)); // a large model takes its time to load

    String prompt = "{\"model\": \"qwen2-7b\", \"prompt\": \"San Francisco is\"}";
    LoadRequest completion = LoadRequest.post(prompt).expectJson("choices");
    System.out.println(
        service.stressTest(
            LoadProfile.constant(5).during(Duration.ofSeconds(4)).request(completion)));
  }
}
