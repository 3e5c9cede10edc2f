package io.elasticinference.internal.explain;

import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas the metrics ask for, as the autoscaler computes it from what it last saw
 * (k8s.io/kubernetes, pkg/controller/podautoscaler/replica_calculator.go).
 *
 * @param replicas the most that any metric asks for
 * @param leading the metric that asks for them
 * @param ratio how far that metric is from its target: 1 is on it
 */
record Wanted(int replicas, ScalingReading leading, double ratio) {

  /** Kubernetes' own, where neither the cluster nor the service has another. */
  static final double TOLERANCE = 0.1;

  /** Null where no metric has a value. */
  static @Nullable Wanted of(
      ScalingStatus status, int ready, double toleranceDown, double toleranceUp) {
    Wanted most = null;
    for (ScalingReading reading : status.readings()) {
      if (reading.value().isPresent() && reading.target() > 0) {
        Wanted one = of(reading, status.currentReplicas(), ready, toleranceDown, toleranceUp);
        most = most == null || one.replicas > most.replicas ? one : most;
      }
    }
    return most;
  }

  private static Wanted of(
      ScalingReading reading, int replicas, int ready, double down, double up) {
    double ratio = reading.value().orElseThrow() / reading.target();
    boolean near = ratio >= 1 - down && ratio <= 1 + up;
    int counted = reading.perReplica() ? replicas : ready;
    int wanted =
        near ? replicas : (int) Math.min(Integer.MAX_VALUE, Math.ceil(rounded(ratio * counted)));
    return new Wanted(wanted, reading, ratio);
  }

  /** The status tells averages rounded up to thousandths, which would ask for one replica more. */
  private static double rounded(double replicas) {
    double nearest = Math.rint(replicas);
    return Math.abs(replicas - nearest) < 0.001 * Math.max(1, nearest) ? nearest : replicas;
  }

  /** Whether the metric is so near its target that nothing is done. */
  boolean near(double down, double up) {
    return ratio >= 1 - down && ratio <= 1 + up;
  }
}
