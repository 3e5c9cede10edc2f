package io.elasticinference.samples.quickstart;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.event.ConsoleListener;
import io.elasticinference.testkit.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The whole tutorial on a local cloud. Ends with 0 only if it saw the service scale out and in. */
public final class Quickstart {
  private Quickstart() {}

  /**
   * Runs the tutorial.
   *
   * @param arguments the folder to write the report to
   * @throws IOException where the report cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Stopwatch stopwatch = new Stopwatch();
    boolean seen;
    System.out.println("Starting the local cloud, ten seconds or so ...");
    try (LocalCloud cloud = LocalCloud.start();
        InferenceClient client =
            InferenceClient.builder()
                .environment(cloud.environment())
                .listener(ConsoleListener.standardOutput())
                .build()) {
      stopwatch.lap("start the local cloud");
      String models = "oss://models/tensorflow/chnsenticorp";
      Path saved = Path.of("samples/models/chnsenticorp");
      InferenceService service =
          ElasticInference.builder()
              .client(client)
              .name("bert-tfserving")
              .model(Model.tensorflow("chnsenticorp").upload(saved).to(models).version(1623831335))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY)
              .autoscale(qps(StressTest.QPS_PER_REPLICA).replicas(1, 10))
              .ingress("test.example.com")
              .deploy();
      stopwatch.lap("upload the model and deploy");
      service.awaitReady(Duration.ofMinutes(2));
      stopwatch.lap("wait until it is ready");
      seen = new StressTest(service, stopwatch).run(Path.of(arguments[0]));
      service.delete();
    }
    stopwatch.lap("delete the service, stop the local cloud");
    System.out.println(stopwatch);
    System.exit(seen ? 0 : 1);
  }
}
