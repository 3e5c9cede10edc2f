package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.internal.load.Latencies;
import io.elasticinference.load.LoadSample;
import java.time.Instant;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MergedSecondsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private static WorkerLine.Second second(int second, Histogram latency) {
    long ok = latency.getTotalCount();
    return new WorkerLine.Second(second, ok + 3, ok + 2, ok, 1, 1, 2, 4, latency);
  }

  @Test
  void close_isThePercentilesOfAllRequests_notOfTheWorkers() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      MergedSeconds seconds = new MergedSeconds();
      Histogram union = Latencies.histogram();
      int workers = 1 + random.nextInt(8);
      for (int worker = 0; worker < workers; worker++) {
        Histogram own = Latencies.histogram();
        int count = 1 + random.nextInt(500);
        // Each worker sees other latencies, so that a mean of percentiles would be far off.
        double typical = 1e6 * Math.pow(3, worker);
        for (int i = 0; i < count; i++) {
          long nanos = (long) (typical * (1 + random.nextDouble()));
          own.recordValue(nanos);
          union.recordValue(nanos);
        }
        seconds.add(0, second(0, Latencies.decode(Latencies.encode(own))));
      }

      LoadSample sample = seconds.close(BEGIN);

      assertThat(sample.p50()).isEqualTo(Latencies.percentile(union, 50));
      assertThat(sample.p90()).isEqualTo(Latencies.percentile(union, 90));
      assertThat(sample.p99()).isEqualTo(Latencies.percentile(union, 99));
      assertThat(sample.max()).isEqualTo(Latencies.percentile(union, 100));
      assertThat(sample.ok()).isEqualTo(union.getTotalCount());
      assertThat(sample.offered()).isEqualTo(union.getTotalCount() + 3L * workers);
      assertThat(sample.inFlight()).isEqualTo(4L * workers);
    }
  }

  @Test
  void close_keepsTheAxis_whenNobodyTellsOfASecond_andCountsWhatComesLate() {
    MergedSeconds seconds = new MergedSeconds();
    seconds.add(2, second(2, LineCodecTest.histogram(1, 10)));

    assertThat(seconds.close(BEGIN).ended()).isZero();
    assertThat(seconds.close(BEGIN).ended()).isZero();
    assertThat(seconds.close(BEGIN).ok()).isEqualTo(10);
    seconds.add(1, second(9, LineCodecTest.histogram(2, 5)));

    assertThat(seconds.samples()).extracting(LoadSample::ok).containsExactly(0L, 5L, 10L);
    assertThat(seconds.samples())
        .extracting(LoadSample::time)
        .containsExactly(BEGIN, BEGIN.plusSeconds(1), BEGIN.plusSeconds(2));
    assertThat(seconds.last()).isEqualTo(2);
  }
}
