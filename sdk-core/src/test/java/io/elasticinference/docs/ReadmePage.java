package io.elasticinference.docs;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.scaling.Slo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The Java of README.md, as it stands there; compared by {@link PagesTest}. */
final class ReadmePage {

  private ReadmePage() {}

  static void deploy() {
    InferenceService service =
        ElasticInference.builder()
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("saved_model"))
                    .to("oss://models/tensorflow/chnsenticorp")
                    .version(1623831335))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(10).replicas(1, 10))
            .ingress("test.example.com")
            .deploy(); // everything is accepted by the API server
    service.awaitReady(
        Duration.ofMinutes(10)); // fails at once, and says why, when it can never become ready
  }

  static void ask() throws IOException {
    try (InferenceClient client = InferenceClient.connect()) {
      for (InferenceService each : client.list()) { // this SDK's services and arena's
        System.out.println(each + " " + each.status());
      }
      InferenceService bert = client.get("bert-tfserving").orElseThrow();
      System.out.println(bert.endpoint().curl());
      System.out.println(bert.metrics().over(Duration.ofMinutes(5)));
      System.out.println(bert.autoscaling().explain()); // why it does not scale, and what to do
      LoadReport report =
          bert.stressTest(
              LoadProfile.constant(35)
                  .during(Duration.ofMinutes(1))); // by the model's own signature
      report.writeHtml(Path.of("report.html"));
      System.out.println(
          bert.findCapacity(Slo.p99(Duration.ofMillis(200)))); // … requests/s. Set qps(…).
      bert.delete();
    }
  }
}
