package io.elasticinference.scaling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTraceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The trace of a real service; see traces/README.md. */
  static TrafficTrace real() {
    InputStream in =
        requireNonNull(
            TrafficTraceTest.class.getResourceAsStream(
                "/traces/AzureLLMInferenceTrace_code.csv.gz"));
    return TrafficTrace.readTimestamps("azure.csv.gz", in);
  }

  @Test
  void readTimestamps_readsTheRealTrace() {
    TrafficTrace trace = real();

    assertThat(trace.requests()).isEqualTo(8819);
    assertThat(trace.duration()).isEqualTo(Duration.ofSeconds(57 * 60 + 16));
    assertThat(trace.meanRate()).isCloseTo(2.567, within(0.001));
    assertThat(trace.peakRate(Duration.ofSeconds(15))).isEqualTo(450 / 15.0);
    // 18:17:04.0319600, which is 52 ms after the first.
    assertThat(trace.arrivalNanos()).startsWith(0, 52_000_000);
  }

  @Test
  void ofTimestamps_countsFromTheEarliest() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    TrafficTrace trace =
        TrafficTrace.ofTimestamps(List.of(noon.plusSeconds(2), noon, noon.plusMillis(500)));

    assertThat(trace.arrivalNanos()).containsExactly(0, 500_000_000, 2_000_000_000);
    assertThat(trace.duration()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void rates_countEachWindow() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    TrafficTrace trace =
        TrafficTrace.ofTimestamps(
            List.of(noon, noon.plusMillis(999), noon.plusSeconds(1), noon.plusMillis(2500)));

    assertThat(trace.rates(Duration.ofSeconds(2))).containsExactly(1.5, 1.0);
    assertThat(trace.peakRate(SECOND)).isEqualTo(2);
  }

  @Test
  void poisson_hasItsRateAndItsVariance() {
    TrafficTrace trace = TrafficTrace.poisson(50, Duration.ofHours(1), 3);
    double[] counts = trace.rates(SECOND);
    double mean = trace.requests() / 3600.0;
    double variance = 0;
    for (double count : counts) {
      variance += (count - mean) * (count - mean) / counts.length;
    }

    assertThat(mean).isCloseTo(50, withPercentage(1));
    assertThat(variance).isCloseTo(50, withPercentage(8));
    assertThat(trace.arrivalNanos()).isSorted();
    assertThat(trace.arrivalNanos())
        .isEqualTo(TrafficTrace.poisson(50, Duration.ofHours(1), 3).arrivalNanos());
  }

  @Test
  void ofRates_followsTheSteps() {
    TrafficTrace trace = TrafficTrace.ofRates(Duration.ofMinutes(10), 5, 20, 0, 100);
    double[] rates = trace.rates(Duration.ofMinutes(10));

    assertThat(rates[0]).isCloseTo(20, withPercentage(5));
    assertThat(rates[1]).isZero();
    assertThat(rates[2]).isCloseTo(100, withPercentage(3));
    assertThat(trace.duration()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void repeatedFor_playsTheTraceAgainAndCutsIt() {
    TrafficTrace trace = real();

    TrafficTrace day = trace.repeatedFor(Duration.ofDays(1));
    assertThat(day.meanRate()).isCloseTo(trace.meanRate(), withPercentage(1));
    assertThat(day.arrivalNanos()[8819]).isEqualTo(trace.duration().toNanos());
    assertThat(trace.repeatedFor(Duration.ofSeconds(1)).requests())
        .isEqualTo((int) trace.rates(SECOND)[0]);
  }

  @Test
  void scaledBy_changesEachPartByItsFactor() {
    TrafficTrace trace = TrafficTrace.poisson(100, Duration.ofMinutes(30), 1);
    TrafficTrace scaled = trace.scaledBy(9, 0.5, 0, 2.5);
    double[] rates = scaled.rates(Duration.ofMinutes(10));

    assertThat(rates[0]).isCloseTo(50, withPercentage(3));
    // What is added to the last part may come up to a second early.
    assertThat(rates[1]).isLessThan(0.5);
    assertThat(rates[2]).isCloseTo(250, withPercentage(3));
    assertThat(scaled.arrivalNanos()).isSorted();
    assertThat(scaled.duration()).isEqualTo(trace.duration());
  }

  @Test
  void traces_refuseWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrafficTrace.ofTimestamps(List.of()))
        .withMessage("times: [] (expected: at least one)");
    assertThatIllegalArgumentException().isThrownBy(() -> TrafficTrace.poisson(-1, SECOND, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrafficTrace.poisson(1e7, Duration.ofDays(1), 1))
        .withMessageContaining("at most 20000000 requests");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> real().repeatedFor(Duration.ofDays(36_000)))
        .withMessageContaining("at most 20000000 requests");
    assertThatIllegalArgumentException().isThrownBy(() -> real().scaledBy(1, 1e9));
    assertThatIllegalArgumentException().isThrownBy(() -> real().scaledBy(1, Double.NaN));
  }
}
