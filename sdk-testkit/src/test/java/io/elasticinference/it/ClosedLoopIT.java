package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ScalingEvent;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.Subscription;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.scaling.ControllerFlags;
import io.elasticinference.scaling.HpaDecision;
import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.HpaSimulator;
import io.elasticinference.scaling.MetricReading;
import io.elasticinference.testkit.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The real autoscaler and the simulated one, with the same trace and the same settings, do the
 * same. The trace goes through the gateway as requests; what the autoscaler knows of it, it reads
 * from their log lines.
 *
 * <p>Six minutes of a real trace, a minute played in 9 s. Each minute's count is rounded to the
 * middle between two replica counts, and the metric covers one second, so that the sequence does
 * not depend on when within its period the controller looks, which nothing tells.
 */
@Timeout(150)
class ClosedLoopIT {

  private static final Duration MINUTE = Duration.ofSeconds(9);
  private static final int REQUESTS_A_REPLICA = 100; // a minute, in the trace
  private static final double TARGET = 10;
  private static final int MAX = 10;
  private static final Duration SYNC = Duration.ofSeconds(2);
  private static final Duration WINDOW = Duration.ofSeconds(3);

  /** What rounding the times to milliseconds may add. */
  private static final double MILLISECOND = 0.001;

  private static final int INTERVAL = 1;
  private static final int DELAY = 2;

  /** A change of the replicas, in seconds since the load began. */
  private record Change(double at, int replicas) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d at %.2f s", replicas, at);
    }
  }

  @Test
  void simulator_doesWhatTheRealAutoscalerDoes() throws IOException {
    double[] rates = rates();
    try (LocalCloud cloud =
            LocalCloud.options()
                .hpaSyncPeriod(SYNC)
                .hpaScaleDownWindow(WINDOW)
                .metricWindow(Duration.ofSeconds(INTERVAL), Duration.ofSeconds(DELAY))
                .start();
        InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build()) {
      InferenceService service = deploy(client);
      service.stressTest(LoadProfile.constant(5).during(Duration.ofSeconds(1))); // classes load
      List<ReplicasSeen> seen = Collections.synchronizedList(new ArrayList<>());
      Subscription watching = watch(service, seen);
      LoadReport report = play(service, rates);
      watching.close();

      assertThat(report.totals().failed()).isZero();
      List<Change> real = changes(seen, report);
      List<Change> simulated = simulate(rates, offset(report), real);
      assertThat(real).extracting(Change::replicas).containsExactly(4, 2, 1, 4, 5);
      assertThat(simulated)
          .as("real %s", real)
          .extracting(Change::replicas)
          .containsExactly(4, 2, 1, 4, 5);
      for (int i = 0; i < real.size(); i++) {
        assertThat(real.get(i).at())
            .as("change %d: real %s, simulated %s", i, real, simulated)
            .isCloseTo(simulated.get(i).at(), within(period(real) + MILLISECOND));
      }
      System.out.println("closed loop: real " + real + ", simulated " + simulated);
      assertThat(rescales(service)).containsExactlyInAnyOrder(4, 2, 1, 4, 5);
    }
  }

  private static double[] rates() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/closed-loop-trace.csv")).stream()
        .filter(line -> line.matches("\\d.*"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(',') + 1)))
        .mapToDouble(count -> (Math.ceil((double) count / REQUESTS_A_REPLICA) - 0.5) * TARGET)
        .toArray();
  }

  private static InferenceService deploy(InferenceClient client) {
    InferenceService service =
        ElasticInference.builder()
            .client(client)
            .name("loop")
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("../samples/models/chnsenticorp"))
                    .to("oss://models/loop/chnsenticorp"))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(TARGET).replicas(1, MAX))
            .ingress("loop.example.com")
            .deploy();
    service.awaitReady(Duration.ofMinutes(1));
    return service;
  }

  /** The replicas that the workload is set to, and when the cluster told. */
  private record ReplicasSeen(Instant at, int replicas) {}

  private static Subscription watch(InferenceService service, List<ReplicasSeen> seen) {
    return service.watch(
        event -> {
          if (event instanceof ServiceEvent.StatusChanged changed) {
            seen.add(new ReplicasSeen(Instant.now(), changed.status().desiredReplicas()));
          }
        });
  }

  /** Sends the trace, beginning with a second, since the log counts by seconds. */
  private static LoadReport play(InferenceService service, double[] rates) {
    LoadProfile profile = LoadProfile.constant(rates[0]).during(MINUTE);
    for (int i = 1; i < rates.length; i++) {
      profile = profile.then(LoadProfile.constant(rates[i]).during(MINUTE));
    }
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> intoSecond(Instant.now()) < 0.015);
    return service.stressTest(profile);
  }

  private static List<Change> changes(List<ReplicasSeen> seen, LoadReport report) {
    List<Change> changes = new ArrayList<>();
    int last = 1;
    for (ReplicasSeen one : List.copyOf(seen)) {
      if (one.replicas() != last) {
        last = one.replicas();
        changes.add(new Change(seconds(report.startedAt(), one.at()), last));
      }
    }
    return changes;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** How far into a second of the clock the load began. */
  private static double offset(LoadReport report) {
    return intoSecond(report.startedAt());
  }

  private static double intoSecond(Instant moment) {
    return Math.floorMod(moment.toEpochMilli(), 1000) / 1000.0;
  }

  /**
   * How long the controller takes from one look to the next, from its first and last change: it
   * waits for the period that was set after each look, which itself takes some milliseconds.
   */
  private static double period(List<Change> real) {
    double span = real.get(real.size() - 1).at() - real.get(0).at();
    return span / Math.round(span / SYNC.toSeconds());
  }

  /** Plays the same trace to the simulator, which looks when the controller looked. */
  private static List<Change> simulate(double[] rates, double offset, List<Change> real) {
    HpaSimulator autoscaler =
        new HpaSimulator(
            HpaSettings.averageValue(TARGET)
                .replicas(1, MAX)
                .controller(
                    ControllerFlags.defaults().syncPeriod(SYNC).downscaleStabilization(WINDOW)));
    double first = real.get(0).at();
    double period = period(real);
    List<Change> changes = new ArrayList<>();
    int replicas = 1;
    double end = rates.length * MINUTE.toSeconds();
    for (double at = first % period; at <= end; at += period) {
      Duration now = Duration.ofMillis(Math.round(at * 1000));
      HpaDecision decision = autoscaler.sync(now, replicas, reading(rates, offset, at));
      if (decision.rescaled()) {
        replicas = decision.desiredReplicas();
        changes.add(new Change(at, replicas));
      }
    }
    return changes;
  }

  /** What the adapter reads: the requests of one second of the clock, some seconds ago. */
  private static MetricReading reading(double[] rates, double offset, double at) {
    double second = Math.floor(at + offset) - DELAY - INTERVAL; // since the second of the begin
    double begin = second - offset;
    double count = 0;
    int slices = 100;
    for (int i = 0; i < slices; i++) {
      int minute = (int) Math.floor((begin + INTERVAL * (i + 0.5) / slices) / MINUTE.toSeconds());
      if (minute >= 0 && minute < rates.length) {
        count += rates[minute] * INTERVAL / slices;
      }
    }
    return MetricReading.of(Math.floor(count / INTERVAL));
  }

  /** The sizes that the controller says it set; equal events are one, with a count. */
  private static List<Integer> rescales(InferenceService service) {
    Pattern size = Pattern.compile("New size: (\\d+)");
    List<Integer> sizes = new ArrayList<>();
    for (ScalingEvent event : service.autoscaling().history()) {
      Matcher matcher = size.matcher(event.message());
      if (event.reason().equals("SuccessfulRescale") && matcher.find()) {
        sizes.addAll(Collections.nCopies(event.count(), Integer.parseInt(matcher.group(1))));
      }
    }
    return sizes;
  }
}
