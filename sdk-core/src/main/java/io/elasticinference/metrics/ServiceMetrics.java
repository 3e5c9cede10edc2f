package io.elasticinference.metrics;

import java.time.Duration;
import java.util.OptionalDouble;

/** Reads a service's traffic from the access log that its autoscaler reads. */
public interface ServiceMetrics {

  /**
   * Sums up the traffic of the last while. Log lines take some seconds to arrive, so the newest
   * ones may be missing.
   *
   * @param window how far back, whole seconds, at least 1
   * @return the summary
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  TrafficSummary over(Duration window);

  /**
   * Requests a second over the last minute.
   *
   * @return the rate
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  default double qps() {
    return over(Duration.ofMinutes(1)).qps();
  }

  /**
   * The metric exactly as the autoscaler's adapter computes it: over all replicas, cut to an
   * integer.
   *
   * @return requests a second; empty where the log has no rows, so that the autoscaler sees none
   *     either
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  OptionalDouble asAdapterSeesIt();
}
