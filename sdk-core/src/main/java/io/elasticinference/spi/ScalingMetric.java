package io.elasticinference.spi;

import java.util.Map;

/**
 * A metric from outside the cluster that an autoscaler reads, with its target.
 *
 * @param name the metric's name
 * @param selector the labels that choose its series
 * @param targetMilli the target, in thousandths
 * @param scope what the target is for
 */
public record ScalingMetric(
    String name, Map<String, String> selector, long targetMilli, Scope scope) {

  /** What a target is for. */
  public enum Scope {
    /**
     * Each replica, for what adds up, like requests: the replicas become the metric divided by the
     * target (Kubernetes' {@code AverageValue}).
     */
    PER_REPLICA,
    /**
     * All replicas alike, for what does not add up, like latencies: the replicas that are ready are
     * multiplied by the metric over the target (Kubernetes' {@code Value}).
     */
    IN_ALL
  }

  public ScalingMetric {
    selector = Map.copyOf(selector);
  }

  /**
   * A metric whose target is for each replica.
   *
   * @param name the metric's name
   * @param selector the labels that choose its series
   * @param targetMilli the target for each replica, in thousandths
   */
  public ScalingMetric(String name, Map<String, String> selector, long targetMilli) {
    this(name, selector, targetMilli, Scope.PER_REPLICA);
  }
}
