package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.internal.scaling.Checks;
import io.elasticinference.internal.scaling.HpaController;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides as Kubernetes' horizontal pod autoscaler decides (v1.36.3, pkg/controller/podautoscaler)
 * for external metrics with {@code AverageValue} targets, to the last bit of its arithmetic.
 * Feature gates are as that version has them: tolerances per direction on, scale to zero off, so
 * that a workload with no replicas stays at none.
 *
 * <p>An instance is one HPA with the controller's memory of it: recommendations and scale events.
 * Time only goes forward. Not safe for use by several threads.
 *
 * <pre>{@code
 * HpaSimulator autoscaler = new HpaSimulator(HpaSettings.averageValue(10).replicas(1, 10));
 * HpaDecision decision = autoscaler.sync(Duration.ofSeconds(15), 1, MetricReading.of(35));
 * System.out.println(decision.desiredReplicas()); // 4
 * }</pre>
 */
public final class HpaSimulator {

  private final HpaController controller;
  private final int metrics;

  /**
   * Makes an autoscaler with an empty memory.
   *
   * @param settings the HPA and its controller's flags
   */
  public HpaSimulator(HpaSettings settings) {
    controller = new HpaController(settings);
    metrics = settings.averageValuesMilli().size();
  }

  /**
   * Lets the autoscaler look once. The caller sets the replicas to what comes out.
   *
   * @param now since the simulation's begin, not before the last sync
   * @param currentReplicas the workload's replicas, in its spec and its status alike
   * @param readings one for each metric of the settings, in their order
   * @return what the autoscaler does
   * @throws IllegalArgumentException where time goes backwards, or the readings are not as many as
   *     the metrics
   */
  public HpaDecision sync(Duration now, int currentReplicas, MetricReading... readings) {
    return sync(now, currentReplicas, currentReplicas, readings);
  }

  /**
   * Lets the autoscaler look once, at a workload whose pods do not yet follow its spec.
   *
   * @param now since the simulation's begin, not before the last sync
   * @param specReplicas the replicas that the workload's spec asks for
   * @param statusReplicas the pods that its status counts, ready or not
   * @param readings one for each metric of the settings, in their order
   * @return what the autoscaler does
   * @throws IllegalArgumentException where time goes backwards, or the readings are not as many as
   *     the metrics
   */
  public HpaDecision sync(
      Duration now, int specReplicas, int statusReplicas, MetricReading... readings) {
    Checks.notNegative("now", now);
    check(specReplicas >= 0, "replicas", specReplicas, ">= 0");
    check(statusReplicas >= 0, "statusReplicas", statusReplicas, ">= 0");
    check(readings.length == metrics, "readings", readings.length, metrics + ", one for a metric");
    return controller.sync(now, specReplicas, statusReplicas, readings);
  }

  /**
   * Runs a new autoscaler over a series of metrics. It first sees its HPA at second 0 and looks
   * after each sync period, at last at the end; pods come and go at once.
   *
   * @param settings the HPA and its controller's flags
   * @param initialReplicas the workload's replicas at the begin
   * @param duration how long
   * @param series one for each metric of the settings, in their order
   * @return what happened
   * @throws IllegalArgumentException where the series are not as many as the metrics
   */
  public static HpaRun run(
      HpaSettings settings, int initialReplicas, Duration duration, MetricSeries... series) {
    HpaSimulator simulator = new HpaSimulator(settings);
    Duration period = settings.controller().syncPeriod();
    List<ReplicaChange> changes = new ArrayList<>();
    MetricReading[] readings = new MetricReading[series.length];
    int replicas = initialReplicas;
    long syncs = 0;
    for (Duration now = period; now.compareTo(duration) <= 0; now = now.plus(period)) {
      for (int i = 0; i < series.length; i++) {
        readings[i] = series[i].at(now);
      }
      HpaDecision decision = simulator.sync(now, replicas, readings);
      syncs++;
      if (decision.rescaled()) {
        replicas = decision.desiredReplicas();
        changes.add(new ReplicaChange(now, replicas));
      }
    }
    return new HpaRun(changes, replicas, syncs);
  }
}
