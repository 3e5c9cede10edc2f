package io.elasticinference.scaling;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_ACTIVE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;
import static io.elasticinference.scaling.MetricReading.missing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HpaSimulatorTest {

  private static final HpaSettings TEN_QPS = HpaSettings.averageValue(10).replicas(1, 100);

  private static String reason(HpaDecision decision, HpaCondition.Type type) {
    return decision.condition(type).map(HpaCondition::reason).orElse("");
  }

  private static MetricReading qps(double value) {
    return MetricReading.of(value);
  }

  private static Duration at(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void sync_staysWithinTheTolerance() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS);

    assertThat(simulator.sync(at(15), 2, qps(22)).desiredReplicas()).isEqualTo(2);
    assertThat(simulator.sync(at(30), 2, qps(22.001)).desiredReplicas()).isEqualTo(3);
  }

  @Test
  void sync_saysWhyItScales() {
    HpaDecision decision = new HpaSimulator(TEN_QPS).sync(at(15), 3, qps(100));

    assertThat(decision.rescaled()).isTrue();
    assertThat(decision.metricReplicas()).hasValue(10);
    assertThat(decision.desiredReplicas()).isEqualTo(6);
    assertThat(decision.rescaleReason()).isEqualTo("external metric above target");
    assertThat(reason(decision, ABLE_TO_SCALE)).isEqualTo("SucceededRescale");
    assertThat(reason(decision, SCALING_ACTIVE)).isEqualTo("ValidMetricFound");
    assertThat(reason(decision, SCALING_LIMITED)).isEqualTo("ScaleUpLimit");
  }

  @Test
  void sync_waitsForTheWindowBeforeItScalesDown() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS);
    simulator.sync(at(15), 5, qps(50));

    HpaDecision held = simulator.sync(at(30), 5, qps(10));

    assertThat(held.rescaled()).isFalse();
    assertThat(reason(held, ABLE_TO_SCALE)).isEqualTo("ScaleDownStabilized");
    assertThat(simulator.sync(at(315), 5, qps(10)).rescaled()).isFalse();
    assertThat(simulator.sync(at(330), 5, qps(10)).desiredReplicas()).isEqualTo(1);
  }

  @Test
  void sync_keepsTheReplicasWhenTheMetricIsMissing() {
    HpaDecision decision = new HpaSimulator(TEN_QPS).sync(at(15), 5, missing());

    assertThat(decision.desiredReplicas()).isEqualTo(5);
    assertThat(decision.metricReplicas()).isEmpty();
    assertThat(reason(decision, SCALING_ACTIVE)).isEqualTo("FailedGetExternalMetric");
    assertThat(decision.condition(SCALING_LIMITED)).isEmpty();
  }

  @Test
  void sync_takesTheLargestOfSeveralMetrics() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS.and(200));

    assertThat(simulator.sync(at(15), 4, qps(50), qps(1400)).desiredReplicas()).isEqualTo(7);
  }

  @Test
  void sync_scalesUpButNotDownWhenOneOfSeveralMetricsIsMissing() {
    HpaSettings settings = TEN_QPS.and(200).scaleDown(rulesWithoutWindow());
    HpaSimulator simulator = new HpaSimulator(settings);

    assertThat(simulator.sync(at(15), 4, qps(60), missing()).desiredReplicas()).isEqualTo(6);
    HpaDecision down = simulator.sync(at(30), 6, qps(10), missing());
    assertThat(down.rescaled()).isFalse();
    assertThat(reason(down, SCALING_ACTIVE)).isEqualTo("FailedGetExternalMetric");
    assertThat(simulator.sync(at(45), 6, qps(10), qps(100)).desiredReplicas()).isEqualTo(1);
  }

  private static ScalingRules rulesWithoutWindow() {
    return ScalingRules.defaults().stabilizationWindow(Duration.ZERO);
  }

  @Test
  void sync_leavesNoReplicasAlone() {
    HpaDecision decision = new HpaSimulator(TEN_QPS).sync(at(15), 0, qps(100));

    assertThat(decision.desiredReplicas()).isZero();
    assertThat(reason(decision, SCALING_ACTIVE)).isEqualTo("ScalingDisabled");
  }

  @Test
  void sync_bringsTheReplicasWithinTheBoundsWithoutAMetric() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS.replicas(3, 8));

    assertThat(simulator.sync(at(15), 1, missing()).desiredReplicas()).isEqualTo(3);
    HpaDecision down = simulator.sync(at(30), 20, missing());
    assertThat(down.desiredReplicas()).isEqualTo(8);
    assertThat(down.rescaleReason()).contains("above Spec.MaxReplicas");
  }

  @Test
  void sync_doesNotScaleInADisabledDirection() {
    HpaSettings settings = TEN_QPS.scaleDown(ScalingRules.disabled().stabilizationWindow(at(0)));
    HpaDecision decision = new HpaSimulator(settings).sync(at(15), 9, qps(0));

    assertThat(decision.rescaled()).isFalse();
    assertThat(reason(decision, SCALING_LIMITED)).isEqualTo("ScaleDownLimit");
  }

  @Test
  void sync_comparesWithThePodsThatThereAre() {
    // 3 pods asked for, 2 there: 22 is within 10 % of 2 * 10, and so asks for 2.
    HpaDecision decision = new HpaSimulator(TEN_QPS).sync(at(15), 3, 2, qps(22));

    assertThat(decision.metricReplicas()).hasValue(2);
  }

  @Test
  void sync_refusesWhatTheApiServerRefuses() {
    // Twice the replicas do not fit into 32 bits, so that the controller asks for a negative count.
    HpaSettings settings = HpaSettings.averageValueMilli(1).replicas(1, Integer.MAX_VALUE);
    HpaDecision decision =
        new HpaSimulator(settings).sync(at(15), 1_500_000_000, qps(9_000_000_000.0));

    assertThat(decision.rescaled()).isFalse();
    assertThat(reason(decision, ABLE_TO_SCALE)).isEqualTo("FailedUpdateScale");
  }

  @Test
  void sync_refusesATimeBeforeTheLast() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS);
    simulator.sync(at(30), 1, qps(1));

    assertThatThrownBy(() -> simulator.sync(at(29), 1, qps(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("now: PT29S (expected: >= the last sync's, PT30S");
  }

  @Test
  void sync_refusesFewerReadingsThanMetrics() {
    HpaSimulator simulator = new HpaSimulator(TEN_QPS.and(1));

    assertThatThrownBy(() -> simulator.sync(at(15), 1, qps(1)))
        .hasMessage("readings: 1 (expected: 2, one for a metric)");
  }

  @Test
  void run_looksAfterEachPeriodAndAtTheEnd() {
    HpaRun run = HpaSimulator.run(TEN_QPS, 1, at(45), MetricSeries.every(at(15), 5, 30, 5, 80));

    assertThat(run.syncs()).isEqualTo(3);
    assertThat(run.changes())
        .containsExactly(new ReplicaChange(at(15), 3), new ReplicaChange(at(45), 6));
    assertThat(run.finalReplicas()).isEqualTo(6);
  }
}
