package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;

import io.elasticinference.internal.scaling.Durations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTimeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Durations drawn(ServiceTime time) {
    return new Durations(time.draw(200_000, 5));
  }

  @Test
  void draw_hasTheMeanThatIsPromised() {
    for (ServiceTime time :
        List.of(
            ServiceTime.fixed(SECOND),
            ServiceTime.exponential(SECOND),
            ServiceTime.lognormal(SECOND, Duration.ofSeconds(4)),
            ServiceTime.measured(List.of(SECOND, Duration.ofSeconds(3))))) {
      assertThat(drawn(time).mean())
          .as(time.toString())
          .isCloseTo((double) time.mean().toNanos(), withPercentage(1));
    }
  }

  @Test
  void lognormal_hasThePercentilesThatAreGiven() {
    Durations drawn = drawn(ServiceTime.lognormal(SECOND, Duration.ofSeconds(4)));

    assertThat((double) drawn.percentile(0.5)).isCloseTo(1e9, withPercentage(1));
    assertThat((double) drawn.percentile(0.99)).isCloseTo(4e9, withPercentage(3));
  }

  @Test
  void draw_isTheSameForTheSameSeed() {
    ServiceTime time = ServiceTime.exponential(SECOND);

    assertThat(time.draw(100, 3)).isEqualTo(time.draw(100, 3)).isNotEqualTo(time.draw(100, 4));
  }

  @Test
  void times_areRefusedWhenOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> ServiceTime.fixed(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceTime.lognormal(SECOND, Duration.ofMillis(999)))
        .withMessage("p99: PT0.999S (expected: >= p50, PT1S)");
    assertThatIllegalArgumentException().isThrownBy(() -> ServiceTime.measured(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> ReplicaCapacity.rate(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReplicaCapacity(0, ServiceTime.fixed(SECOND)));
  }

  @Test
  void requestsPerSecond_isConcurrencyDividedByMean() {
    assertThat(
            new ReplicaCapacity(4, ServiceTime.fixed(Duration.ofMillis(500))).requestsPerSecond())
        .isEqualTo(8);
    assertThat(ReplicaCapacity.rate(20).requestsPerSecond()).isEqualTo(20);
  }
}
