package io.elasticinference.spi;

import java.util.Map;

/**
 * A metric from outside the cluster that an autoscaler reads, with its target.
 *
 * @param name the metric's name
 * @param selector the labels that choose its series
 * @param averageValueMilli the target for each replica, in thousandths
 */
public record ScalingMetric(String name, Map<String, String> selector, long averageValueMilli) {

  public ScalingMetric {
    selector = Map.copyOf(selector);
  }
}
