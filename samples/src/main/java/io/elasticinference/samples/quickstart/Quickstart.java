package io.elasticinference.samples.quickstart;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.event.ConsoleListener;
import io.elasticinference.event.Subscription;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.Timeline;
import io.elasticinference.testkit.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Deploys a model on a local cloud, sends it 35 requests a second, and sees the real autoscaler go
 * from 1 replica to 4 (35 / 10, rounded up) and back to 1. Ends with 0 only if it saw both.
 */
public final class Quickstart {

  private static final double RATE = 35;
  private static final double QPS_PER_REPLICA = 10;
  private static final int EXPECTED = (int) Math.ceil(RATE / QPS_PER_REPLICA);
  private static final Duration LOAD = Duration.ofSeconds(40);
  private static final Duration SCALE_IN = Duration.ofSeconds(60);
  private static final String CLEAN_AND_COMFORTABLE = "{\"instances\": [[1, 0, 1, 0, 0, 0, 0, 0]]}";

  private Quickstart() {}

  /**
   * Runs the tutorial.
   *
   * @param arguments the folder to write the report to
   * @throws IOException where the report cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path reports = Files.createDirectories(Path.of(arguments[0]));
    Stopwatch stopwatch = new Stopwatch();
    boolean seen;
    try (LocalCloud cloud = LocalCloud.start();
        InferenceClient client =
            InferenceClient.builder()
                .environment(cloud.environment())
                .listener(ConsoleListener.standardOutput())
                .build()) {
      stopwatch.lap("start the local cloud");
      InferenceService service =
          ElasticInference.builder()
              .client(client)
              .name("bert-tfserving")
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(Path.of("samples/models/chnsenticorp"))
                      .to("oss://models/tensorflow/chnsenticorp")
                      .version(1623831335))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY)
              .autoscale(qps(QPS_PER_REPLICA).replicas(1, 10))
              .ingress("test.example.com")
              .deploy();
      stopwatch.lap("upload the model and deploy");
      service.awaitReady(Duration.ofMinutes(2));
      stopwatch.lap("wait until it is ready");
      System.out.println("The service answers: " + service.endpoint().curl());
      seen = stress(service, stopwatch, reports.resolve("report.html"));
      service.delete();
      stopwatch.lap("delete the service");
    }
    stopwatch.lap("stop the local cloud");
    System.out.println(stopwatch);
    System.exit(seen ? 0 : 1);
  }

  private static boolean stress(InferenceService service, Stopwatch stopwatch, Path file)
      throws IOException {
    ReplicaWatch replicas = new ReplicaWatch();
    Subscription watching = service.watch(replicas);
    LoadReport report = load(service);
    boolean out = replicas.most() == EXPECTED;
    stopwatch.lap("stress test, 1 → " + replicas.most() + " replicas");

    System.out.println("The load is over; waiting for the autoscaler to go back to 1 replica.");
    Timeline afterwards = new Timeline();
    Subscription recording = service.record(afterwards);
    boolean in = replicas.await(1, SCALE_IN);
    stopwatch.lap("scale in, back to " + replicas.now());
    recording.close();
    watching.close();

    report = report.plus(afterwards);
    System.out.println("Report: " + report.writeHtml(file).toAbsolutePath().toUri());
    if (!out) {
      System.out.printf(
          "Not seen: %d replicas under load (most: %d).%n", EXPECTED, replicas.most());
    }
    if (!in) {
      System.out.printf("Not seen: 1 replica afterwards (now: %d).%n", replicas.now());
    }
    return out && in;
  }

  private static LoadReport load(InferenceService service) {
    System.out.printf("Sending %.0f requests a second for %d s.%n", RATE, LOAD.toSeconds());
    return service.stressTest(
        LoadProfile.constant(RATE)
            .during(LOAD)
            .request(LoadRequest.post(CLEAN_AND_COMFORTABLE).expectJson("predictions")));
  }
}
