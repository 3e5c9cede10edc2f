package io.elasticinference;

import io.elasticinference.metrics.LatencyStatistic;
import java.time.Duration;

/**
 * What an autoscaler keeps near which value. Values are not checked here but when a service is
 * planned or deployed, all at once.
 */
public sealed interface ScalingTarget {

  /**
   * Requests a second that each replica answers.
   *
   * @param perReplica requests a second
   */
  record Qps(double perReplica) implements ScalingTarget {
    @Override
    public String toString() {
      return "qps(" + perReplica + ")";
    }
  }

  /**
   * How long the ingress waits for answers, over all replicas.
   *
   * @param statistic by which number
   * @param atMost the value to keep near, whole milliseconds
   */
  record Latency(LatencyStatistic statistic, Duration atMost) implements ScalingTarget {
    @Override
    public String toString() {
      return "latency(" + statistic + ", " + atMost.toMillis() + " ms)";
    }
  }

  /**
   * Bytes of requests a second that each replica takes in, headers included.
   *
   * @param bytesPerSecondPerReplica bytes a second
   */
  record Inflow(double bytesPerSecondPerReplica) implements ScalingTarget {
    @Override
    public String toString() {
      return "inflow(" + bytesPerSecondPerReplica + " B/s)";
    }
  }
}
