package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedArrivalsTest {
  private static final long SECOND = 1_000_000_000L;

  private static ClosedArrivals arrivals(double maxRate, long maxRequests, int... counts) {
    return new ClosedArrivals(
        Arrays.stream(counts)
            .mapToObj(n -> (LoadPhase) new ConnectionsPhase(n, Duration.ofSeconds(1)))
            .toList(),
        new LoadLimits(10, 10, maxRate, maxRequests),
        0,
        1);
  }

  @Test
  void due_waitsForAnEnd_whenAllAreOnTheirWay() {
    ClosedArrivals arrivals = arrivals(1_000_000, 100, 2);
    for (int i = 0; i < 2; i++) {
      assertThat(arrivals.due(5_000)).isLessThanOrEqualTo(5_000);
      assertThat(arrivals.take(5_000)).isEqualTo(5_000);
      arrivals.due(5_000);
    }
    assertThat(arrivals.due(9_000)).isEqualTo(Arrivals.NOT_YET);
    arrivals.ended(10_000, true);
    assertThat(arrivals.due(10_000)).isLessThanOrEqualTo(10_000);
  }

  @Test
  void due_isAtTheNextPhase_whenThatHasMore() {
    ClosedArrivals arrivals = arrivals(1_000_000, 100, 1, 2);
    arrivals.take(0);
    assertThat(arrivals.due(5)).isEqualTo(SECOND);
    assertThat(arrivals.due(SECOND)).isLessThanOrEqualTo(SECOND);
    assertThat(arrivals.due(2 * SECOND)).isEqualTo(Arrivals.END);
  }

  @Test
  void due_ends_whenAllThatIsAllowedWasSent() {
    ClosedArrivals arrivals = arrivals(1_000_000, 3, 5);
    for (int i = 1; i <= 3; i++) {
      assertThat(arrivals.due(i * 1000L)).isLessThanOrEqualTo(i * 1000L);
      arrivals.take(i * 1000L);
    }
    assertThat(arrivals.due(4000)).isEqualTo(Arrivals.END);
  }

  @Test
  void due_keepsTheRate_whenTheServerIsFaster() {
    ClosedArrivals arrivals = arrivals(100, 1000, 1);
    long now = 0;
    int sent = 0;
    while (arrivals.due(now) != Arrivals.END) {
      if (arrivals.due(now) <= now) {
        arrivals.take(now);
        arrivals.ended(now, true);
        sent++;
      }
      now += 100_000;
    }
    assertThat(sent).isBetween(99, 101);
  }

  @Test
  void due_catchesUp_butNoMoreThanAMillisecond_whenRepliesComeAllAtOnce() {
    ClosedArrivals arrivals = arrivals(100_000, 1_000_000, 1);
    long now = SECOND / 2;
    int sent = 0;
    while (arrivals.due(now) <= now) {
      arrivals.take(now);
      arrivals.ended(now, true);
      sent++;
    }
    assertThat(sent).isBetween(100, 102);
    assertThat(arrivals.due(now) - now).isBetween(1L, 10_000L);
  }

  @Test
  void due_backsOff_whenNoConnectionIsMade() {
    ClosedArrivals arrivals = arrivals(1_000_000, 1000, 1);
    long[] expected = {10, 20, 40, 80, 160, 320, 640, 1000, 1000};
    long now = 0;
    for (long millis : expected) {
      arrivals.take(now);
      arrivals.ended(now, false);
      assertThat(arrivals.due(0) - now).isEqualTo(millis * 1_000_000);
      now = arrivals.due(0);
    }
    arrivals.take(now);
    arrivals.ended(now, true);
    arrivals.take(now);
    arrivals.ended(now, false);
    assertThat(arrivals.due(0) - now).isEqualTo(10_000_000);
  }

  @Test
  void share_addsUpToTheWhole() {
    for (int total = 0; total < 40; total++) {
      for (int shards = 1; shards < 7; shards++) {
        long sum = 0;
        for (int shard = 0; shard < shards; shard++) {
          long share = ClosedArrivals.share(total, shard, shards);
          assertThat(share).isBetween((long) total / shards, (long) total / shards + 1);
          sum += share;
        }
        assertThat(sum).isEqualTo(total);
      }
    }
    assertThat(List.of(ClosedArrivals.share(5, 0, 2), ClosedArrivals.share(5, 1, 2)))
        .containsExactly(3L, 2L);
  }
}
