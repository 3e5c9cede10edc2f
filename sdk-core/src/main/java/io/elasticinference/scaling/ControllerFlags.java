package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.internal.scaling.Checks;
import java.time.Duration;

/**
 * The flags of the kube-controller-manager that runs the autoscaler. Managed clusters mostly leave
 * them at Kubernetes' {@link #defaults()}.
 *
 * @param syncPeriod {@code --horizontal-pod-autoscaler-sync-period}: how often it looks, above 0 s
 * @param downscaleStabilization {@code --horizontal-pod-autoscaler-downscale-stabilization}: how
 *     long it looks back before it scales down, where the HPA has no window of its own
 * @param tolerance {@code --horizontal-pod-autoscaler-tolerance}: how far a metric may be from its
 *     target before it acts, a share of the target, where the HPA has none of its own
 */
public record ControllerFlags(
    Duration syncPeriod, Duration downscaleStabilization, double tolerance) {

  private static final ControllerFlags DEFAULTS =
      new ControllerFlags(Duration.ofSeconds(15), Duration.ofMinutes(5), 0.1);

  /**
   * Checks the flags.
   *
   * @throws IllegalArgumentException where one is out of range
   */
  public ControllerFlags {
    Checks.positive("syncPeriod", syncPeriod);
    Checks.notNegative("downscaleStabilization", downscaleStabilization);
    check(tolerance >= 0, "tolerance", tolerance, ">= 0, a share of the target");
  }

  /**
   * Kubernetes' own: 15 s, 5 min and 10 %.
   *
   * @return the flags
   */
  public static ControllerFlags defaults() {
    return DEFAULTS;
  }

  /**
   * Sets how often the controller looks.
   *
   * @param period above 0 s
   * @return the same with that period
   * @throws IllegalArgumentException where the period is not above 0 s
   */
  public ControllerFlags syncPeriod(Duration period) {
    return new ControllerFlags(period, downscaleStabilization, tolerance);
  }

  /**
   * Sets how long the controller looks back before it scales down.
   *
   * @param window at least 0 s
   * @return the same with that window
   * @throws IllegalArgumentException where the window is negative
   */
  public ControllerFlags downscaleStabilization(Duration window) {
    return new ControllerFlags(syncPeriod, window, tolerance);
  }

  /**
   * Sets how far a metric may be from its target.
   *
   * @param share a share of the target, at least 0: 0.1 is 10 %
   * @return the same with that tolerance
   * @throws IllegalArgumentException where it is negative or no number
   */
  public ControllerFlags tolerance(double share) {
    return new ControllerFlags(syncPeriod, downscaleStabilization, share);
  }
}
