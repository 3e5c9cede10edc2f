package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacitySearch;
import io.elasticinference.load.CapacityWindow;
import io.elasticinference.scaling.Slo;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CapacityFinderTest {
  private static final Slo HALF_A_SECOND = Slo.p99(Duration.ofMillis(500));

  private static CapacityFound find(PlayedReplicas played, Slo slo) throws InterruptedException {
    return new CapacityFinder(CapacitySearch.within(slo).maxRate(5_000), played::replicas, played)
        .find();
  }

  @Test
  void find_isTheReplicasOwnCapacity_whenThePromiseLeavesRoom() throws Exception {
    for (long millis : new long[] {3, 20, 80, 150}) {
      for (int replicas : new int[] {1, 3}) {
        PlayedReplicas played = new PlayedReplicas(() -> millis * 1_000_000);
        played.replicas = replicas;
        CapacityFound found = find(played, HALF_A_SECOND);

        assertThat(found.rate()).isCloseTo(1000.0 / millis, Percentage.withPercentage(2));
        assertThat(found.saturation()).isCloseTo(1000.0 / millis, Percentage.withPercentage(1));
        assertThat(found.below()).isBetween(found.rate(), found.rate() * 1.011);
        assertThat(found.replicas()).isEqualTo(replicas);
        assertThat(found.remarks()).isEmpty();
      }
    }
  }

  @Test
  void find_isBelowTheSaturation_whenWaitingBreaksThePromise() throws Exception {
    // Exponential service of 10 ms with evenly spaced arrivals is the queue D/M/1, whose time in
    // the
    // system is exponential with rate 100 (1 - x), x = e^(-(100 / rate) (1 - x)) (Kleinrock,
    // Queueing
    // Systems I, 6.4). 99 % within 100 ms needs 1 - x = ln(100) / 10, so the rate 74.6.
    SplittableRandom random = new SplittableRandom(5);
    PlayedReplicas played =
        new PlayedReplicas(() -> (long) (-1e7 * Math.log(1 - random.nextDouble())));
    CapacityFound found = find(played, Slo.p99(Duration.ofMillis(100)));

    assertThat(found.saturation()).isCloseTo(100, within(6.0));
    assertThat(found.rate()).isCloseTo(74.6, Percentage.withPercentage(8));
  }

  @Test
  void find_saysSo_whenNoRateKeepsThePromise() throws Exception {
    CapacityFound found =
        find(new PlayedReplicas(() -> 80_000_000L), Slo.p99(Duration.ofMillis(50)));

    assertThat(found.rate()).isZero();
    assertThat(found.targetQps()).isZero();
    assertThat(found)
        .asString()
        .startsWith(
            "One replica does not keep 99 % within 50 ms at any rate; it saturates at 12.5 ±");
  }

  @Test
  void find_beginsAgain_whenReplicasAreAddedOnTheWay() throws Exception {
    PlayedReplicas played = new PlayedReplicas(() -> 80_000_000L);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    played.onRun = runs::incrementAndGet;
    CapacityFound found =
        new CapacityFinder(
                CapacitySearch.within(HALF_A_SECOND),
                () -> {
                  if (asked.incrementAndGet() == 65) {
                    played.replicas = 4;
                  }
                  return played.replicas;
                },
                played)
            .find();

    assertThat(played.replicas).isEqualTo(4);
    assertThat(found.rate()).isCloseTo(12.5, Percentage.withPercentage(2));
    assertThat(found.windows()).extracting(CapacityWindow::replicas).contains(1, 4);
  }

  @Test
  void find_givesUp_whenTheReplicasNeverStay() {
    PlayedReplicas played = new PlayedReplicas(() -> 80_000_000L);
    AtomicInteger asked = new AtomicInteger();
    CapacityFinder finder =
        new CapacityFinder(
            CapacitySearch.within(HALF_A_SECOND), () -> 1 + asked.incrementAndGet() % 2, played);

    assertThatThrownBy(finder::find)
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("the replicas changed")
        .hasMessageContaining("replicas(n, n)");
  }

  @Test
  void find_refusesToGuess_whenRequestsFailFromTheBegin() {
    PlayedReplicas played = new PlayedReplicas(() -> 1_000_000L);
    played.failing = 0.3;

    assertThatThrownBy(() -> find(played, HALF_A_SECOND))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("fail with a single connection");
  }

  @Test
  void targetQps_leavesRoomForTheAutoscalersTolerance() {
    CapacityFound found =
        new CapacityFound(HALF_A_SECOND, 12.41, 12.5, 12.5, 0.02, 1, List.of(), List.of());

    assertThat(found.targetQps()).isEqualTo(11.2);
    assertThat(found)
        .hasToString(
            "One replica carries 12.4 requests/s with 99 % within 500 ms (not 12.5 any more); "
                + "it saturates at 12.5 ± 0.02. Set qps(11.2).");
  }
}
