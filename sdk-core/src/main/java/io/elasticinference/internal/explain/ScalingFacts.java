package io.elasticinference.internal.explain;

import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.ServiceNames;
import java.time.Instant;
import java.util.List;

/**
 * All that an explanation is made of.
 *
 * @param names the version that it is about
 * @param cluster what the cluster knows
 * @param metrics what the log knows of each of the first autoscaler's metrics
 * @param now when all this was seen
 */
record ScalingFacts(
    ServiceNames names, AutoscalerFacts cluster, List<MetricFacts> metrics, Instant now) {

  ScalingFacts {
    metrics = List.copyOf(metrics);
  }
}
