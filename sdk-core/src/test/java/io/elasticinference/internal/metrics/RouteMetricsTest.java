package io.elasticinference.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.metrics.TrafficSeries;
import io.elasticinference.metrics.TrafficSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which spans and steps are asked for, and how their numbers read. */
class RouteMetricsTest {

  private static final Instant NOW = Instant.parse("2026-07-26T12:00:07.300Z");

  private final List<String> asked = new ArrayList<>();
  private final FakeTraffic traffic =
      new FakeTraffic(
          (from, to, step) -> {
            asked.add(from + " " + to + " " + step);
            return List.of(point(from, to));
          });
  private final RouteMetrics metrics = traffic.metrics(NOW);

  private static TrafficSummary point(Instant from, Instant to) {
    return new TrafficSummary(
        from,
        to,
        true,
        true,
        new TreeMap<>(Map.of(200, 90L, 204, 5L, 404, 3L, 500, 1L, 503, 1L)),
        Map.of(
            LatencyStatistic.AVERAGE, Duration.ofMillis(12),
            LatencyStatistic.P50, Duration.ofMillis(10),
            LatencyStatistic.P95, Duration.ofMillis(40)),
        20_000);
  }

  @Test
  void over_includesTheSecondThatRuns() {
    metrics.over(Duration.ofMinutes(5));

    assertThat(asked).containsExactly("2026-07-26T11:55:08Z 2026-07-26T12:00:08Z PT5M");
    assertThatThrownBy(() -> metrics.over(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window: PT0.999S (expected: >= 1 s)");
  }

  @Test
  void between_cutsToWholeSeconds() {
    metrics.between(NOW.minusSeconds(10), NOW);

    assertThat(asked).containsExactly("2026-07-26T11:59:57Z 2026-07-26T12:00:07Z PT10S");
    assertThatThrownBy(() -> metrics.between(NOW, NOW.plusMillis(100)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void series_ofAWhile_hasTheWholeStepsInIt() {
    metrics.series(Duration.ofSeconds(60), Duration.ofSeconds(15));

    assertThat(asked).containsExactly("2026-07-26T11:59:15Z 2026-07-26T12:00:00Z PT15S");
    assertThatThrownBy(() -> metrics.series(Duration.ofSeconds(10), Duration.ofSeconds(15)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a whole step of PT15S");
  }

  @Test
  void series_refusesStepsThatAreNone() {
    for (Duration step : List.of(Duration.ZERO, Duration.ofMillis(1500), Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> metrics.series(NOW.minusSeconds(60), NOW, step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("step: " + step);
      assertThatThrownBy(() -> metrics.live(step, p -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> metrics.series(NOW.minusSeconds(10_001), NOW, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10000 steps");
    assertThat(asked).isEmpty();
  }

  @Test
  void theLastMinute_isReadByEachShortMethod() {
    assertThat(metrics.qps()).isEqualTo(100 / 60.0);
    assertThat(metrics.latency(LatencyStatistic.P95)).isEqualTo(Duration.ofMillis(40));
    assertThat(metrics.latency(LatencyStatistic.P9999)).isZero();
    assertThat(metrics.errorRatio()).isEqualTo(0.02);
    assertThat(metrics.inflow()).isEqualTo(20_000 / 60.0);
    assertThat(metrics.byStatus()).containsEntry(204, 5L).hasSize(5);
    assertThat(metrics.over(Duration.ofMinutes(1)).statusClass(2)).isEqualTo(95);
    assertThat(metrics.over(Duration.ofMinutes(1)).statusClass(3)).isZero();
  }

  @Test
  void values_printThemselves() {
    Instant from = Instant.parse("2026-07-26T11:59:00Z");
    TrafficSummary full = point(from, from.plusSeconds(10));
    TrafficSummary empty =
        new TrafficSummary(
            from.plusSeconds(10), from.plusSeconds(20), false, true, new TreeMap<>(), Map.of(), 0);
    TrafficSummary idle =
        new TrafficSummary(
            from.plusSeconds(20), from.plusSeconds(30), true, false, new TreeMap<>(), Map.of(), 0);

    assertThat(full)
        .hasToString(
            "2026-07-26T11:59:00Z to 2026-07-26T11:59:10Z: 10.0 req/s (100 requests), p50 10.0 ms,"
                + " p95 40.0 ms, p99 0.00 ms, errors 2.00 %, inflow 2.00 KB/s");
    assertThat(new TrafficSeries(Duration.ofSeconds(10), List.of(full, empty, idle)))
        .hasToString(
            """
            from (UTC)              req/s      p50      p95      p99  errors     inflow
            2026-07-26T11:59:00Z     10.0  10.0 ms  40.0 ms  0.00 ms  2.00 %  2.00 KB/s
            2026-07-26T11:59:10Z  no data
            2026-07-26T11:59:20Z     0.00        -        -        -  0.00 %      0 B/s  not settled
            """);
  }
}
