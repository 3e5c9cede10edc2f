package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.MetricReading;

/** How many replicas one external metric with an {@code AverageValue} target asks for. */
final class MetricProposal {

  private final double downTolerance;
  private final double upTolerance;

  MetricProposal(double downTolerance, double upTolerance) {
    this.downTolerance = downTolerance;
    this.upTolerance = upTolerance;
  }

  /**
   * Within the tolerance the status's replicas, else the usage divided by the target, rounded up.
   * With no replicas the ratio is no number or infinite, and so never within.
   */
  int replicas(MetricReading reading, long targetMilli, int statusReplicas) {
    // The controller takes a negative sum for an overflow.
    double usage = reading.milli() < 0 ? Long.MAX_VALUE : reading.milli();
    double ratio = usage / ((double) targetMilli * statusReplicas);
    if (1.0 - downTolerance <= ratio && ratio <= 1.0 + upTolerance) {
      return statusReplicas;
    }
    double replicas = Math.ceil(usage / targetMilli);
    return replicas > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) replicas;
  }
}
