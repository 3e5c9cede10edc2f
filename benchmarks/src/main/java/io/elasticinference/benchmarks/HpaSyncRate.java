package io.elasticinference.benchmarks;

import io.elasticinference.scaling.ControllerFlags;
import io.elasticinference.scaling.HpaRun;
import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.HpaSimulator;
import io.elasticinference.scaling.MetricReading;
import io.elasticinference.scaling.MetricSeries;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * How many syncs a second the autoscaler's simulator makes on one thread: with Kubernetes'
 * defaults, and with the most that a sync may have to look back on (an hour's window at a sync a
 * second, several policies over half an hour, replicas that change all the time).
 */
public final class HpaSyncRate {

  private static final int SYNCS = 200_000;
  private static final int ROUNDS = 5;

  private HpaSyncRate() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    HpaSettings defaults = HpaSettings.averageValue(10).replicas(1, 1000);
    HpaSettings hard =
        defaults
            .controller(ControllerFlags.defaults().syncPeriod(Duration.ofSeconds(1)))
            .scaleUp(rules(Duration.ofMinutes(1)))
            .scaleDown(rules(Duration.ofHours(1)));
    measure("defaults", defaults);
    measure("long windows and policies", hard);
  }

  private static ScalingRules rules(Duration window) {
    return ScalingRules.defaults()
        .stabilizationWindow(window)
        .policies(
            ScalingPolicy.pods(5, Duration.ofMinutes(1)),
            ScalingPolicy.percent(20, Duration.ofMinutes(5)),
            ScalingPolicy.percent(300, Duration.ofMinutes(30)));
  }

  private static void measure(String name, HpaSettings settings) {
    Duration period = settings.controller().syncPeriod();
    Map<Duration, MetricReading> steps = new HashMap<>();
    Random random = new Random(7);
    for (int i = 0; i < SYNCS; i += 4) {
      double value = random.nextInt(50) == 0 ? 0 : 5000 * (1 + Math.sin(i / 500.0));
      steps.put(period.multipliedBy(i), MetricReading.of(value * random.nextDouble(0.5, 1.5)));
    }
    MetricSeries series = MetricSeries.of(steps);
    double best = 0;
    int changes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      HpaRun run = HpaSimulator.run(settings, 1, period.multipliedBy(SYNCS), series);
      best = Math.max(best, run.syncs() * 1e9 / (System.nanoTime() - begin));
      changes = run.changes().size();
    }
    System.out.printf("%-26s %,12.0f syncs/s (%,d changes)%n", name, best, changes);
  }
}
