package io.elasticinference.samples;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.event.ConsoleListener;
import io.elasticinference.preflight.PreflightReport;
import java.nio.file.Path;
import java.time.Duration;

/** Deploys to the cluster and account that the environment names, and looks before it does. */
public final class AckCluster {
  private AckCluster() {}

  /**
   * Deploys.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    Model model =
        Model.tensorflow("chnsenticorp")
            .upload(Path.of("samples/models/chnsenticorp"))
            .to("oss://models/tensorflow/chnsenticorp"); // in your bucket
    InferenceBuilder bert =
        ElasticInference.builder()
            .name("bert")
            .model(model.version(1623831335))
            .gpuSpec("ecs.gn6i-c4g1.xlarge", "ecs.gn6i-c8g1.2xlarge") // where the first is sold out
            .burst(ECI_ONLY)
            .autoscale(qps(10).replicas(1, 10))
            .ingress("bert.example.com");
    try (InferenceClient client =
        InferenceClient.builder().listener(ConsoleListener.standardOutput()).build()) {
      PreflightReport preflight = bert.client(client).preflight();
      System.out.println(preflight);
      if (!preflight.ok()) {
        System.exit(1);
      }
      InferenceService service = bert.client(client).deploy();
      System.out.println(service.awaitReady(Duration.ofMinutes(10)));
      System.out.println(service.endpoint().curl());
    } catch (RolloutFailedException e) {
      System.err.println(e.getMessage() + "\n" + String.join("\n", e.lastWords()));
      System.exit(1);
    } catch (ElasticInferenceException e) {
      System.err.println(e.getMessage()); // which ends with what to do about it
      System.exit(e.retryable() ? 75 : 1); // 75 is sysexits' word for "try again"
    }
  }
}
