package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.Latencies;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTotals;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LineCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

  static Histogram histogram(long seed, int count) {
    Random random = new Random(seed);
    Histogram histogram = Latencies.histogram();
    for (int i = 0; i < count; i++) {
      histogram.recordValue(
          (long) (1e6 * Math.exp(4 * random.nextGaussian())) % 3_600_000_000_000L);
    }
    return histogram;
  }

  @Test
  void read_isWhatWasWritten() {
    assertThat(LineCodec.read(LineCodec.ready(TIME, 4711, "trial")))
        .contains(new WorkerLine.Ready(TIME, 4711, "trial"));
    assertThat(LineCodec.read(LineCodec.started(TIME.plusNanos(1), TIME)))
        .contains(new WorkerLine.Started(TIME.plusNanos(1), TIME));
    assertThat(LineCodec.read(LineCodec.problem("a \"b\"\n\\ c")))
        .contains(new WorkerLine.Problem("a \"b\"\n\\ c"));
  }

  @Test
  void read_isTheSecond_withItsWholeHistogram() {
    LoadSample sample =
        new LoadSample(
            7,
            TIME,
            1,
            2,
            3,
            4,
            5,
            6,
            1L << 40,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    Histogram latency = histogram(1, 5_000);

    assertThat(LineCodec.read(LineCodec.second(sample, latency)))
        .contains(new WorkerLine.Second(7, 1, 2, 3, 4, 5, 6, 1L << 40, latency));
  }

  @Test
  void read_isTheResult_withEverythingInIt() {
    EngineResult result =
        new EngineResult(
            LoadTarget.of(URI.create("http://127.0.0.1")),
            LoadProfile.constant(1),
            TIME,
            Duration.ofNanos(12_345_678_901L),
            Duration.ofNanos(12_345_678_999L),
            LoadOutcome.STOPPED,
            Optional.of("p99 over 1 s"),
            new LoadTotals(7, 6, 5, 4, 3, 2, 1),
            histogram(2, 100),
            histogram(3, 10),
            histogram(4, 1),
            List.of(new LoadFailure(FailureKind.STATUS, 4, "status 503: <b>\"x\"</b>")),
            Map.of(200, 5L, 503, 4L),
            List.of(),
            List.of());

    WorkerLine.Result read =
        (WorkerLine.Result) LineCodec.read(LineCodec.result(result)).orElseThrow();

    assertThat(read.loadDuration()).isEqualTo(result.loadDuration());
    assertThat(read.duration()).isEqualTo(result.duration());
    assertThat(read.outcome()).isEqualTo(result.outcome());
    assertThat(read.reason()).isEqualTo(result.reason());
    assertThat(read.totals()).isEqualTo(result.totals());
    assertThat(read.latency()).isEqualTo(result.latency());
    assertThat(read.failedLatency()).isEqualTo(result.failedLatency());
    assertThat(read.sendLag()).isEqualTo(result.sendLag());
    assertThat(read.failures()).isEqualTo(result.failures());
    assertThat(read.statuses()).isEqualTo(result.statuses());
  }

  @Test
  void read_isNothing_whenTheLineIsAnothers_andFailsWhenItIsCut() {
    String line = LineCodec.ready(TIME, 1, "");

    assertThat(LineCodec.read("Picked up JAVA_TOOL_OPTIONS: -Xmx1g")).isEmpty();
    assertThat(LineCodec.read("")).isEmpty();
    for (int length = 9; length < line.length(); length++) {
      String cut = line.substring(0, length);
      assertThatThrownBy(() -> LineCodec.read(cut)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
