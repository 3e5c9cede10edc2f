package io.elasticinference.metrics;

/**
 * By which number a route's latencies are told. These are the ones that Alibaba Cloud's metrics
 * adapter offers to an autoscaler (alibaba-cloud-metrics-adapter, {@code
 * pkg/metrics/sls/ingress.go}).
 */
public enum LatencyStatistic {
  /** The arithmetic mean. */
  AVERAGE(Double.NaN),
  /** What half of the requests stay below. */
  P50(0.50),
  /** What 95 % of the requests stay below. */
  P95(0.95),
  /** What 99 % of the requests stay below. */
  P99(0.99),
  /** What 99.99 % of the requests stay below. */
  P9999(0.9999);

  private final double quantile;

  LatencyStatistic(double quantile) {
    this.quantile = quantile;
  }

  /**
   * Which share of the requests is at most as slow.
   *
   * @return 0 to 1; not a number for the average
   */
  public double quantile() {
    return quantile;
  }
}
