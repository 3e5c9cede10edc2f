package io.elasticinference.samples.quickstart;

import io.elasticinference.InferenceService;
import io.elasticinference.event.Subscription;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** 35 requests a second at 10 a replica: the autoscaler goes to 4 replicas, and back to 1. */
record StressTest(InferenceService service, Stopwatch stopwatch) {
  static final double QPS_PER_REPLICA = 10;
  private static final double RATE = 35;
  private static final int EXPECTED = (int) Math.ceil(RATE / QPS_PER_REPLICA);

  boolean run(Path folder) throws IOException {
    System.out.println("The service answers: " + service.endpoint().curl());
    ReplicaWatch replicas = new ReplicaWatch();
    Subscription watching = service.watch(replicas);
    LoadReport report = load();
    boolean out = replicas.most() == EXPECTED;
    stopwatch.lap("stress test, 1 → " + replicas.most() + " replicas");

    System.out.println("The load is over; waiting for the autoscaler to go back to 1 replica.");
    Timeline afterwards = new Timeline();
    Subscription recording = service.record(afterwards);
    boolean in = replicas.await(1, Duration.ofSeconds(60));
    stopwatch.lap("scale in, back to " + replicas.now());
    recording.close();
    watching.close();

    Path file = Files.createDirectories(folder).resolve("report.html");
    System.out.println("Report: " + report.plus(afterwards).writeHtml(file).toUri());
    if (!out || !in) {
      System.out.printf(
          "Not seen: %d replicas under load (most: %d), then 1 (now: %d).%n",
          EXPECTED, replicas.most(), replicas.now());
    }
    return out && in;
  }

  private LoadReport load() {
    Duration length = Duration.ofSeconds(40);
    System.out.printf("Sending %.0f requests a second for %d s.%n", RATE, length.toSeconds());
    LoadRequest cleanAndComfortable =
        LoadRequest.post("{\"instances\": [[1, 0, 1, 0, 0, 0, 0, 0]]}").expectJson("predictions");
    return service.stressTest(
        LoadProfile.constant(RATE).during(length).request(cleanAndComfortable));
  }
}
