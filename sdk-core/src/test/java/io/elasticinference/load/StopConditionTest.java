package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopConditionTest {
  private final List<LoadSample> samples = new ArrayList<>();

  private void second(long ok, long failed, long dropped, int p99Millis) {
    Duration p99 = Duration.ofMillis(p99Millis);
    samples.add(
        new LoadSample(
            samples.size(), Instant.EPOCH, 10, 10, ok, failed, dropped, 0, 0, p99, p99, p99, p99));
  }

  @Test
  void errorRatioOver_holds_whenEverySecondOfTheTimeIsBad() {
    StopCondition condition = StopCondition.errorRatioOver(0.5, Duration.ofSeconds(2));
    second(4, 6, 0, 1);
    assertThat(condition.reasonToStop(samples)).isEmpty();
    second(5, 5, 0, 1);
    second(4, 6, 0, 1);
    assertThat(condition.reasonToStop(samples)).isEmpty();
    second(1, 0, 3, 1);
    assertThat(condition.reasonToStop(samples))
        .contains("error ratio over 0.5 for 2 s, at last 0.75");
  }

  @Test
  void errorRatioOver_looksPastSeconds_whenNothingEndedInThem() {
    StopCondition condition = StopCondition.errorRatioOver(0, Duration.ofSeconds(2));
    second(0, 1, 0, 0);
    second(0, 0, 0, 0);
    assertThat(condition.reasonToStop(samples)).isEmpty();
    second(0, 1, 0, 0);
    assertThat(condition.reasonToStop(samples)).isPresent();
  }

  @Test
  void p99Over_holds_whenEverySecondOfTheTimeIsSlow() {
    StopCondition condition = StopCondition.p99Over(Duration.ofMillis(100), Duration.ofSeconds(2));
    second(1, 0, 0, 101);
    second(1, 0, 0, 100);
    second(1, 0, 0, 101);
    assertThat(condition.reasonToStop(samples)).isEmpty();
    second(0, 1, 0, 0);
    second(1, 0, 0, 150);
    assertThat(condition.reasonToStop(samples))
        .contains("p99 over PT0.1S for 2 s, at last PT0.15S");
  }

  @Test
  void defaultCondition_stops_whenNothingSucceedsForFifteenSeconds() {
    for (int i = 0; i < 14; i++) {
      second(0, 10, 0, 0);
      assertThat(StopCondition.DEFAULT.reasonToStop(samples)).isEmpty();
    }
    second(0, 10, 0, 0);
    assertThat(StopCondition.DEFAULT.reasonToStop(samples)).isPresent();
  }
}
