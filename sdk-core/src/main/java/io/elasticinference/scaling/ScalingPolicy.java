package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;
import static io.elasticinference.internal.scaling.Checks.wholeSeconds;

import java.time.Duration;

/**
 * How far an autoscaler may go within a period, counted from the replicas at the period's begin
 * ({@code policies[]} of an HPA's behavior).
 *
 * @param type what the value counts
 * @param value pods, or percent of the replicas; at least 1
 * @param period whole seconds, 1 s to 30 min
 */
public record ScalingPolicy(Type type, int value, Duration period) {

  /** What a policy's value counts. */
  public enum Type {
    /** A number of pods. */
    PODS,
    /** A percentage of the replicas at the period's begin. */
    PERCENT
  }

  private static final int MAX_PERIOD_SECONDS = 1800;

  /**
   * Checks what the API server checks.
   *
   * @throws IllegalArgumentException where a value is out of range
   */
  public ScalingPolicy {
    check(value > 0, "value", value, "> 0");
    wholeSeconds("period", period, 1, MAX_PERIOD_SECONDS);
  }

  /**
   * Allows a number of pods in a period.
   *
   * @param value pods, at least 1
   * @param period whole seconds, 1 s to 30 min
   * @return the policy
   * @throws IllegalArgumentException where a value is out of range
   */
  public static ScalingPolicy pods(int value, Duration period) {
    return new ScalingPolicy(Type.PODS, value, period);
  }

  /**
   * Allows a share of the replicas in a period.
   *
   * @param value percent, at least 1; above 100 is possible when scaling up
   * @param period whole seconds, 1 s to 30 min
   * @return the policy
   * @throws IllegalArgumentException where a value is out of range
   */
  public static ScalingPolicy percent(int value, Duration period) {
    return new ScalingPolicy(Type.PERCENT, value, period);
  }

  @Override
  public String toString() {
    return value + (type == Type.PODS ? " pods" : " %") + " per " + period.toSeconds() + " s";
  }
}
