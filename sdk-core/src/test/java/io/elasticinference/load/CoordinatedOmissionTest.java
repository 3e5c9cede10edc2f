package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server that stalls is asked no less, and the stall is found in the percentiles. */
class CoordinatedOmissionTest {
  private static final int RATE = 200;
  private static final int SECONDS = 4;
  private static final long FREEZE_NANOS = 1_000_000_000L;

  @Test
  void run_showsTheFreezeInThePercentiles_whenTheServerStallsForASecond() throws Exception {
    AtomicLong first = new AtomicLong();
    AtomicLong thaw = new AtomicLong();
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              long now = System.nanoTime();
              first.compareAndSet(0, now);
              long frozenFrom = first.get() + 1_500_000_000L;
              if (now >= frozenFrom && now < frozenFrom + FREEZE_NANOS) {
                thaw.set(frozenFrom + FREEZE_NANOS);
                Thread.sleep(Duration.ofNanos(thaw.get() - now).toMillis() + 1);
              }
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(RATE).during(Duration.ofSeconds(SECONDS)).maxConnections(500),
              LoadListener.none());

      assertThat(report.totals().ok()).isEqualTo((long) RATE * SECONDS);
      // The server was asked during the freeze as before it.
      assertThat(report.samples().stream().limit(SECONDS).map(LoadSample::offered))
          .containsOnly((long) RATE);
      // A request due x seconds into the freeze takes at least 1 - x: known from the schedule
      // alone.
      long[] truth = new long[RATE * SECONDS];
      for (int i = 0; i < truth.length; i++) {
        long intoFreeze = i * 1_000_000_000L / RATE - 1_500_000_000L;
        truth[i] = intoFreeze >= 0 && intoFreeze < FREEZE_NANOS ? FREEZE_NANOS - intoFreeze : 0;
      }
      Arrays.sort(truth);
      for (double percent : new double[] {80, 90, 95, 99, 99.5}) {
        long least = truth[(int) Math.ceil(percent / 100 * truth.length) - 1];
        assertThat(report.latency().percentile(percent).toNanos())
            .as("p%s", percent)
            .isGreaterThanOrEqualTo((long) (least * 0.99) - 5_000_000L);
      }
    }
  }
}
