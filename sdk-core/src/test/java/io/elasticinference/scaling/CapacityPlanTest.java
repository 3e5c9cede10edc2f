package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small plans, whose every number can be worked out by hand. */
class CapacityPlanTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final HpaSettings ONE = HpaSettings.averageValue(1000).replicas(1, 1);

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static TrafficTrace at(double... times) {
    return TrafficTrace.ofTimestamps(
        Arrays.stream(times).mapToObj(time -> BEGIN.plus(seconds(time))).toList());
  }

  private static TrafficTrace every(double step, int requests) {
    return at(IntStream.range(0, requests).mapToDouble(i -> i * step).toArray());
  }

  private static CapacityPlanBuilder plan(TrafficTrace trace, int concurrency, double service) {
    return CapacityPlan.builder()
        .trace(trace)
        .capacity(new ReplicaCapacity(concurrency, ServiceTime.fixed(seconds(service))))
        .startTime(seconds(20))
        .price(Price.perReplicaHour(3.6, "CNY"))
        .autoscaler(ONE);
  }

  @Test
  void simulate_letsRequestsWaitForAFreeSlot() {
    CapacityReport report = plan(at(0, 0, 0, 0), 2, 1).build().simulate();

    assertThat(report.requests()).isEqualTo(4);
    assertThat(report.waited()).isEqualTo(2);
    assertThat(report.latency())
        .isEqualTo(
            new LatencySummary(seconds(1.5), seconds(1), seconds(2), seconds(2), seconds(2)));
    assertThat(report.waiting().mean()).isEqualTo(seconds(0.5));
    assertThat(report.timedOut()).isZero();
  }

  @Test
  void simulate_countsWhatHadNoAnswerInTime() {
    // Served until 1 s; from 1 s to 2 s, too late at 1.5 s; never, gone at 1.5 s; from 2 s to 3 s.
    CapacityReport report =
        plan(at(0, 0, 0, 1.6), 1, 1).requestTimeout(seconds(1.5)).build().simulate();

    assertThat(report.timedOut()).isEqualTo(2);
    assertThat(report.failureRatio()).isEqualTo(0.5);
    assertThat(report.latency(0.25)).isEqualTo(seconds(1));
    assertThat(report.latency(0.5)).isEqualTo(seconds(1.4));
    assertThat(report.latency().max()).isEqualTo(seconds(1.5));
    assertThat(report.waiting().max()).isEqualTo(seconds(1.5));
  }

  @Test
  void simulate_scalesByWhatTheAdapterSeesAndWaitsForTheStart() {
    // 30 requests a second. At 15 s the window is -10 s to 5 s: 150 / 15 = 10, on target. At 30 s
    // it
    // is full: 30, three replicas, which are ready 20 s later.
    CapacityReport report =
        plan(every(1 / 30.0, 1800), 1, 0.001)
            .autoscaler(HpaSettings.averageValue(10).replicas(1, 10))
            .build()
            .simulate();

    assertThat(report.replicas())
        .containsExactly(new ReplicaChange(Duration.ZERO, 1), new ReplicaChange(seconds(30), 3));
    assertThat(report.readyReplicas())
        .containsExactly(new ReplicaChange(Duration.ZERO, 1), new ReplicaChange(seconds(50), 3));
    assertThat(report.peakReplicas()).isEqualTo(3);
    // A minute of the first, half a minute of the others, which cost while they start.
    assertThat(report.podHours()).isCloseTo(2.0 / 60, within(1e-9));
    assertThat(report.cost()).isCloseTo(2.0 / 60 * 3.6, within(1e-9));
  }

  @Test
  void simulate_followsASettableWindow() {
    CapacityReport report =
        plan(every(1 / 30.0, 1800), 1, 0.001)
            .autoscaler(HpaSettings.averageValue(10).replicas(1, 10))
            .metricWindow(new MetricWindow(seconds(15), Duration.ZERO, false))
            .build()
            .simulate();

    assertThat(report.replicas()).contains(new ReplicaChange(seconds(15), 3));
  }

  @Test
  void simulate_cutsOffWhatDrainsForTooLong() {
    // Two replicas serve a request of 40 s each; at 15 s none was logged, so that the younger has
    // to
    // go, and is gone at 20 s.
    CapacityReport report =
        plan(at(0, 0, 59), 1, 40)
            .initialReplicas(2)
            .drainTime(seconds(5))
            .autoscaler(
                HpaSettings.averageValue(1)
                    .replicas(1, 2)
                    .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ZERO)))
            .build()
            .simulate();

    assertThat(report.cutOff()).isEqualTo(1);
    assertThat(report.timedOut()).isZero();
    assertThat(report.latency(0.3)).isEqualTo(seconds(20));
    assertThat(report.latency().max()).isEqualTo(seconds(40));
    assertThat(report.replicas()).contains(new ReplicaChange(seconds(15), 1));
    assertThat(report.podHours()).isCloseTo(80.0 / 3600, within(1e-9));
    // Busy up to the minute's end: 40 s, 20 s and 1 s of 80 s.
    assertThat(report.utilization()).isCloseTo(61.0 / 80, within(1e-9));
  }

  @Test
  void simulate_letsWhatHasToGoFinish() {
    CapacityReport report =
        plan(at(0, 0, 59), 1, 40)
            .initialReplicas(2)
            .autoscaler(
                HpaSettings.averageValue(1)
                    .replicas(1, 2)
                    .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ZERO)))
            .build()
            .simulate();

    assertThat(report.cutOff()).isZero();
    assertThat(report.latency().max()).isEqualTo(seconds(40));
    assertThat(report.podHours()).isCloseTo(100.0 / 3600, within(1e-9));
  }

  @Test
  void simulate_takesAwayFirstWhatIsNotReady() {
    // A burst asks for 3 replicas at 15 s, nothing asks for more than 1 at 30 s: the two that start
    // go, and no request is disturbed.
    double[] burst = IntStream.range(0, 450).mapToDouble(i -> i / 90.0).toArray();
    double[] trace = Arrays.copyOf(burst, 451);
    trace[450] = 80;
    CapacityReport report =
        plan(at(trace), 10, 0.01)
            .startTime(seconds(60))
            .autoscaler(
                HpaSettings.averageValue(10)
                    .replicas(1, 10)
                    .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ZERO)))
            .build()
            .simulate();

    assertThat(report.replicas())
        .containsExactly(
            new ReplicaChange(Duration.ZERO, 1),
            new ReplicaChange(seconds(15), 3),
            new ReplicaChange(seconds(30), 1));
    assertThat(report.readyReplicas()).containsExactly(new ReplicaChange(Duration.ZERO, 1));
    assertThat(report.podHours()).isCloseTo((81 + 2 * 15) / 3600.0, within(1e-9));
  }

  @Test
  void simulate_keepsItsReplicasWhenAnIdleMetricIsMissing() {
    double[] times = {0, 600};
    CapacityPlanBuilder builder =
        plan(at(times), 1, 0.1)
            .initialReplicas(2)
            .autoscaler(HpaSettings.averageValue(1).replicas(1, 2));

    assertThat(builder.build().simulate().replicas()).hasSize(2);
    CapacityReport missing =
        builder.metricWindow(new MetricWindow(seconds(15), seconds(10), true)).build().simulate();
    // The first request is out of reach at 105 s, before the window of 5 min is over.
    assertThat(missing.replicas()).containsExactly(new ReplicaChange(Duration.ZERO, 2));
  }

  @Test
  void simulate_isTheSameEveryTime() {
    CapacityPlan plan =
        plan(TrafficTraceTest.real(), 2, 1)
            .capacity(new ReplicaCapacity(2, ServiceTime.exponential(seconds(0.5))))
            .build();

    assertThat(plan.simulate()).hasToString(plan.simulate().toString());
    assertThat(plan.simulate().latency()).isEqualTo(plan.simulate().latency());
  }

  @Test
  void simulate_givesZeroForNoRequests() {
    CapacityReport report = plan(TrafficTrace.poisson(0, seconds(60), 1), 1, 1).build().simulate();

    assertThat(report.requests()).isZero();
    assertThat(report.latency().max()).isZero();
    assertThat(report.failureRatio()).isZero();
    assertThat(report.podHours()).isCloseTo(1.0 / 60, within(1e-9));
  }

  @Test
  void toString_isATable() {
    String table = plan(at(0, 0, 0, 0), 2, 1).build().simulate().toString();

    assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
        .contains("waited 2 (50.00 %)", "latency p99 2.00 s", "cost 0.00 CNY")
        .hasSize(12);
  }

  @Test
  void build_refusesToGuess() {
    CapacityPlanBuilder builder =
        CapacityPlan.builder()
            .trace(at(0))
            .capacity(ReplicaCapacity.rate(10))
            .startTime(Duration.ZERO);

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("price: not set (expected: a value; it is never guessed)");
    assertThat(builder.price(Price.perReplicaHour(1, "EUR")).build().autoscaler().averageValue())
        .isEqualTo(7);
  }

  @Test
  void builder_refusesWhatIsOutOfRange() {
    CapacityPlanBuilder builder = CapacityPlan.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.autoscaler(ONE.and(5)))
        .withMessage("autoscaler: 2 targets (expected: one, requests a second)");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.initialReplicas(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricWindow(seconds(60), seconds(41), false))
        .withMessage("interval + delay: PT1M41S (expected: <= PT1M40S)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MetricWindow(seconds(14), seconds(10), false));
    assertThatIllegalArgumentException().isThrownBy(() -> Price.perReplicaHour(-1, "CNY"));
    assertThatIllegalArgumentException().isThrownBy(() -> Slo.p99(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.trace(TrafficTrace.poisson(0, Duration.ofDays(367), 1)));
  }
}
