package io.elasticinference.load;

import io.elasticinference.internal.load.EngineResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Reports made of fixed numbers, to be written and looked at. */
final class SampleReports {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private SampleReports() {}

  /** 35 requests a second for 40 seconds, one replica of 12 a second, growing to four. */
  static LoadReport scaleOut() {
    Random random = new Random(7);
    Histogram all = new Histogram(1_000, 3_600_000_000_000L, 3);
    Histogram failed = new Histogram(1_000, 3_600_000_000_000L, 3);
    Histogram lag = new Histogram(1_000, 3_600_000_000_000L, 3);
    List<LoadSample> samples = new ArrayList<>();
    long okTotal = 0;
    long failedTotal = 0;
    for (int s = 0; s < 40; s++) {
      Histogram second = new Histogram(1_000, 3_600_000_000_000L, 3);
      double queue = s < 16 ? s * 60 : Math.max(0, 960 - (s - 16) * 140);
      int bad = s >= 12 && s < 16 ? 5 : 0;
      for (int i = 0; i < 35 - bad; i++) {
        long nanos = (long) (1e6 * (22 + queue * random.nextDouble() + 8 * random.nextDouble()));
        second.recordValue(nanos);
        lag.recordValue(20_000 + random.nextInt(90_000));
      }
      for (int i = 0; i < bad; i++) {
        failed.recordValue(5_000_000L + random.nextInt(3_000_000));
      }
      all.add(second);
      okTotal += 35 - bad;
      failedTotal += bad;
      samples.add(
          new LoadSample(
              s,
              START.plusSeconds(s),
              35,
              35,
              35 - bad,
              bad,
              0,
              s == 3 ? 2 : 0,
              (long) (queue / 30),
              Duration.ofNanos(second.getValueAtPercentile(50)),
              Duration.ofNanos(second.getValueAtPercentile(90)),
              Duration.ofNanos(second.getValueAtPercentile(99)),
              Duration.ofNanos(second.getMaxValue())));
    }
    LoadTarget target =
        new LoadTarget(
            "127.0.0.1", 18080, "/v1/models/chnsenticorp:predict", "test.example.com", false);
    EngineResult result =
        new EngineResult(
            target,
            LoadProfile.constant(35).during(Duration.ofSeconds(40)),
            START,
            Duration.ofSeconds(40),
            Duration.ofMillis(40_031),
            LoadOutcome.COMPLETED,
            Optional.empty(),
            new LoadTotals(1400, 1400, okTotal, failedTotal, 0, 0, 2),
            all,
            failed,
            lag,
            List.of(
                new LoadFailure(
                    FailureKind.STATUS, failedTotal, "status 503: <b>upstream & \"busy\"</b>")),
            new TreeMap<>(Map.of(200, okTotal, 503, failedTotal)),
            samples,
            List.of());
    return LoadReport.of(result).plus(timeline());
  }

  private static Timeline timeline() {
    Timeline timeline = new Timeline();
    double[] seen = {0, 0, 9, 24, 35, 35, 35, 35, 35, 35, 35, 30, 18, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < seen.length; i++) {
      timeline.record("as the autoscaler sees it", "req/s", START.plusSeconds(i * 4L), seen[i]);
    }
    timeline.record("wanted", "replicas", START.minusSeconds(2), 1);
    timeline.record("ready", "replicas", START.minusSeconds(2), 1);
    timeline.record("wanted", "replicas", START.plusSeconds(10), 3);
    timeline.record("wanted", "replicas", START.plusSeconds(14), 4);
    timeline.record("ready", "replicas", START.plusSeconds(13), 3);
    timeline.record("ready", "replicas", START.plusSeconds(17), 4);
    timeline.record("wanted", "replicas", START.plusSeconds(61), 1);
    timeline.record("ready", "replicas", START.plusSeconds(63), 1);
    timeline.record("ready", "replicas", START.plusSeconds(90), 1);
    timeline.mark(
        START.plusSeconds(10), "scale-out", "1 → 3: external metric sls_ingress_qps above target");
    timeline.mark(
        START.plusSeconds(14), "scale-out", "3 → 4: external metric sls_ingress_qps above target");
    timeline.mark(START.plusSeconds(61), "scale-in", "4 → 1: all metrics below target");
    return timeline;
  }
}
