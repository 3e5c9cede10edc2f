package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.scaling.SelectPolicy;
import java.time.Duration;
import java.util.List;

/**
 * One direction's rules with nothing left open: the API server's defaults (pkg/apis/autoscaling/v2,
 * defaults.go) and the controller's flags filled in.
 *
 * @param window the stabilisation window in nanoseconds
 * @param select which policy counts
 * @param policies how fast
 * @param tolerance a share of the target
 */
record Rules(long window, SelectPolicy select, List<ScalingPolicy> policies, double tolerance) {

  private static final Duration PERIOD = Duration.ofSeconds(15);

  private static final List<ScalingPolicy> UP =
      List.of(ScalingPolicy.pods(4, PERIOD), ScalingPolicy.percent(100, PERIOD));

  private static final List<ScalingPolicy> DOWN = List.of(ScalingPolicy.percent(100, PERIOD));

  static Rules up(HpaSettings settings) {
    return filled(settings, settings.scaleUp().orElse(ScalingRules.defaults()), UP, Duration.ZERO);
  }

  static Rules down(HpaSettings settings) {
    // The controller cuts its flag to whole seconds here, though not where there is no behavior.
    Duration flag = Duration.ofSeconds(settings.controller().downscaleStabilization().toSeconds());
    return filled(settings, settings.scaleDown().orElse(ScalingRules.defaults()), DOWN, flag);
  }

  private static Rules filled(
      HpaSettings settings, ScalingRules rules, List<ScalingPolicy> policies, Duration window) {
    return new Rules(
        rules.stabilizationWindow().orElse(window).toNanos(),
        rules.selectPolicy().orElse(SelectPolicy.MAX),
        rules.policies().isEmpty() ? policies : rules.policies(),
        rules.tolerance().isPresent()
            ? Quantities.approximate(rules.tolerance().getAsDouble())
            : settings.controller().tolerance());
  }

  /** The longest period of the policies, in nanoseconds. */
  long longestPeriod() {
    return policies.stream().mapToLong(policy -> policy.period().toNanos()).max().orElse(0);
  }
}
