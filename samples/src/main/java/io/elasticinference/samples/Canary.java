package io.elasticinference.samples;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Exposure.host;

import io.elasticinference.Burst;
import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import java.nio.file.Path;
import java.time.Duration;

/** Gives a new version a fifth of the requests, and all of them if it stands the test. */
public final class Canary {
  private Canary() {}

  /**
   * Deploys two versions of one model.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    Duration patience = Duration.ofMinutes(10);
    String host = "canary.example.com";
    Model model =
        Model.tensorflow("chnsenticorp")
            .upload(Path.of("samples/models/chnsenticorp/1623831335"))
            .to("oss://models/tensorflow/canary");
    InferenceBuilder service =
        ElasticInference.builder()
            .name("bert-canary-sample")
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(Burst.ECI_ONLY);
    InferenceBuilder version2 = service.model(model.version(2)).replicas(2);

    InferenceService stable =
        service.model(model.version(1)).autoscale(qps(10).replicas(1, 10)).ingress(host).deploy();
    stable.awaitReady(patience);

    InferenceService canary = version2.ingress(host(host).canary(20)).deploy();
    canary.awaitReady(patience);
    LoadReport report = canary.stressTest(LoadProfile.constant(50).during(Duration.ofSeconds(5)));
    System.out.println(report);
    if (report.totals().errorRatio() > 0.01) {
      canary.deleteVersion(); // all requests go to the stable version again
      System.exit(1);
    }
    version2.autoscale(qps(10).replicas(2, 10)).ingress(host).deploy().awaitReady(patience);
    stable.deleteVersion();
    System.out.println("Version 2 answers all requests: " + canary.endpoint().curl());
  }
}
