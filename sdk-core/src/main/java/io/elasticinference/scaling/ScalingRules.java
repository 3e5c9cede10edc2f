package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;
import static io.elasticinference.internal.scaling.Checks.wholeSeconds;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How an autoscaler scales in one direction ({@code behavior.scaleUp} or {@code scaleDown} of an
 * HPA). What is not set here is what Kubernetes sets: up, no stabilisation window and the larger of
 * 4 pods and 100 % per 15 s; down, the controller's window (5 min) and 100 % per 15 s. Immutable.
 *
 * <pre>{@code
 * Autoscale.qps(10)
 *     .scaleUp(ScalingRules.defaults().policies(ScalingPolicy.pods(2, Duration.ofSeconds(30))))
 *     .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(15)));
 * }</pre>
 */
public final class ScalingRules {

  private static final int MAX_WINDOW_SECONDS = 3600;

  private static final ScalingRules DEFAULTS = new ScalingRules(null, null, List.of(), null);

  private final @Nullable Duration stabilizationWindow;
  private final @Nullable SelectPolicy selectPolicy;
  private final List<ScalingPolicy> policies;
  private final @Nullable Double tolerance;

  private ScalingRules(
      @Nullable Duration stabilizationWindow,
      @Nullable SelectPolicy selectPolicy,
      List<ScalingPolicy> policies,
      @Nullable Double tolerance) {
    this.stabilizationWindow = stabilizationWindow;
    this.selectPolicy = selectPolicy;
    this.policies = policies;
    this.tolerance = tolerance;
  }

  /**
   * Rules that leave everything to Kubernetes.
   *
   * @return the rules
   */
  public static ScalingRules defaults() {
    return DEFAULTS;
  }

  /**
   * Rules that forbid a direction.
   *
   * @return the rules
   */
  public static ScalingRules disabled() {
    return DEFAULTS.selectPolicy(SelectPolicy.DISABLED);
  }

  /**
   * Sets how long the autoscaler looks back before it scales: up, to the lowest recommendation in
   * the window; down, to the highest.
   *
   * @param window whole seconds, 0 s to 1 h
   * @return the same with that window
   * @throws IllegalArgumentException where the window is out of range
   */
  public ScalingRules stabilizationWindow(Duration window) {
    wholeSeconds("stabilizationWindow", window, 0, MAX_WINDOW_SECONDS);
    return new ScalingRules(window, selectPolicy, policies, tolerance);
  }

  /**
   * Sets which policy counts.
   *
   * @param select the choice
   * @return the same with that choice
   */
  public ScalingRules selectPolicy(SelectPolicy select) {
    return new ScalingRules(stabilizationWindow, select, policies, tolerance);
  }

  /**
   * Sets how fast to scale, instead of Kubernetes' own policies.
   *
   * @param policies at least one
   * @return the same with those policies
   * @throws IllegalArgumentException where there is none
   */
  public ScalingRules policies(ScalingPolicy... policies) {
    return policies(List.of(policies));
  }

  /**
   * Sets how fast to scale, instead of Kubernetes' own policies.
   *
   * @param policies at least one
   * @return the same with those policies
   * @throws IllegalArgumentException where there is none
   */
  public ScalingRules policies(List<ScalingPolicy> policies) {
    check(!policies.isEmpty(), "policies", policies, "at least one");
    return new ScalingRules(stabilizationWindow, selectPolicy, List.copyOf(policies), tolerance);
  }

  /**
   * Sets how far the metric may be from its target, in this direction, before the autoscaler acts
   * (Kubernetes 1.35 and later; from 1.33 behind a feature gate).
   *
   * @param tolerance a share of the target, at least 0: 0.1 is 10 %
   * @return the same with that tolerance
   * @throws IllegalArgumentException where it is negative or no number
   */
  public ScalingRules tolerance(double tolerance) {
    check(
        tolerance >= 0 && tolerance <= Integer.MAX_VALUE,
        "tolerance",
        tolerance,
        ">= 0, a share of the target");
    return new ScalingRules(stabilizationWindow, selectPolicy, policies, tolerance);
  }

  /**
   * How long the autoscaler looks back.
   *
   * @return the window; empty for Kubernetes' own
   */
  public Optional<Duration> stabilizationWindow() {
    return Optional.ofNullable(stabilizationWindow);
  }

  /**
   * Which policy counts.
   *
   * @return the choice; empty for Kubernetes' own
   */
  public Optional<SelectPolicy> selectPolicy() {
    return Optional.ofNullable(selectPolicy);
  }

  /**
   * How fast the autoscaler scales.
   *
   * @return the policies; empty for Kubernetes' own
   */
  public List<ScalingPolicy> policies() {
    return policies;
  }

  /**
   * How far the metric may be from its target.
   *
   * @return a share of the target; empty for the controller's own
   */
  public OptionalDouble tolerance() {
    return tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScalingRules that
        && Objects.equals(stabilizationWindow, that.stabilizationWindow)
        && selectPolicy == that.selectPolicy
        && policies.equals(that.policies)
        && Objects.equals(tolerance, that.tolerance);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stabilizationWindow, selectPolicy, policies, tolerance);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("rules");
    if (stabilizationWindow != null) {
      text.append(" window=").append(stabilizationWindow.toSeconds()).append("s");
    }
    if (selectPolicy != null) {
      text.append(" select=").append(selectPolicy);
    }
    if (!policies.isEmpty()) {
      text.append(" policies=").append(policies);
    }
    if (tolerance != null) {
      text.append(" tolerance=").append(tolerance);
    }
    return text.toString();
  }
}
