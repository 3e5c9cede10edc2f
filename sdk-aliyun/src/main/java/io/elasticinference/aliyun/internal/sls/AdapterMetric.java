package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.Gateway;
import io.elasticinference.ScalingTarget;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ScalingMetric.Scope;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The metrics adapter's names of what a service scales by, and back (alibaba-cloud-metrics-adapter,
 * {@code pkg/metrics/sls/sls.go}).
 *
 * <p>Requests and bytes add up over replicas, so their target is for each replica. Latencies do
 * not: with a target for each replica the autoscaler would divide milliseconds by milliseconds a
 * replica, and ask for one replica whenever the latency is below the target, however many it takes
 * to keep it there. Their target is for all, as in the adapter's own {@code examples/sls.yaml}.
 *
 * @param name the metric's name
 * @param scope what its target is for
 * @param targetMilli the target, in thousandths of the metric's unit
 */
record AdapterMetric(String name, Scope scope, long targetMilli) {

  static final String QPS = "sls_ingress_qps";
  static final String ALB_QPS = "sls_alb_ingress_qps";
  static final String INFLOW = "sls_ingress_inflow";
  private static final String LATENCY = "sls_ingress_latency_";
  private static final double MILLI = 1000;

  /** The metric of a target behind a gateway. */
  static AdapterMetric of(ScalingTarget target, Gateway gateway) {
    if (target instanceof ScalingTarget.Qps qps) {
      String name = gateway == Gateway.ALB ? ALB_QPS : QPS;
      return new AdapterMetric(name, Scope.PER_REPLICA, milli(qps.perReplica()));
    }
    if (target instanceof ScalingTarget.Inflow inflow) {
      return new AdapterMetric(INFLOW, Scope.PER_REPLICA, milli(inflow.bytesPerSecondPerReplica()));
    }
    ScalingTarget.Latency latency = (ScalingTarget.Latency) target;
    return new AdapterMetric(
        LATENCY + suffix(latency.statistic()),
        Scope.IN_ALL,
        Math.multiplyExact(latency.atMost().toMillis(), 1000L));
  }

  /** The target that a metric was written for; empty for a metric that is none of these. */
  static Optional<ScalingTarget> target(ScalingMetric metric) {
    double target = metric.targetMilli() / MILLI;
    if (metric.name().equals(QPS) || metric.name().equals(ALB_QPS)) {
      return Optional.of(new ScalingTarget.Qps(target));
    }
    if (metric.name().equals(INFLOW)) {
      return Optional.of(new ScalingTarget.Inflow(target));
    }
    for (LatencyStatistic statistic : LatencyStatistic.values()) {
      if (metric.name().equals(LATENCY + suffix(statistic))) {
        return Optional.of(new ScalingTarget.Latency(statistic, Duration.ofMillis((long) target)));
      }
    }
    return Optional.empty();
  }

  private static String suffix(LatencyStatistic statistic) {
    return statistic == LatencyStatistic.AVERAGE
        ? "avg"
        : statistic.name().toLowerCase(Locale.ROOT);
  }

  private static long milli(double value) {
    return Math.round(value * MILLI);
  }
}
