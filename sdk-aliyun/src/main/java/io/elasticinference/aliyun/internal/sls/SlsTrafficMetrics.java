package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.Autoscale;
import io.elasticinference.Violation;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Traffic as the ingress's access log in SLS has it. */
final class SlsTrafficMetrics implements TrafficMetrics {

  /** Requests a second, as the metrics adapter names it. */
  static final String QPS = "sls_ingress_qps";

  private final Environment environment;

  SlsTrafficMetrics(Environment environment) {
    this.environment = environment;
  }

  @Override
  public List<Violation> validate(Autoscale autoscale, Route route) {
    return AutoscaleRules.check(autoscale, route, environment);
  }

  @Override
  public ScalingMetric scalingMetric(Autoscale autoscale, Route route) {
    MetricLabels labels =
        new MetricLabels(
            LogProject.of(autoscale, environment).orElseThrow(),
            autoscale.logstore(),
            route.toString(),
            autoscale.queryInterval().orElse(null),
            autoscale.queryDelay().orElse(null));
    return new ScalingMetric(QPS, labels.toSelector(), Math.round(autoscale.targetQps() * 1000));
  }

  @Override
  public OptionalDouble asAdapterSeesIt(ScalingMetric metric) {
    throw new UnsupportedOperationException("reading the log comes with the next change");
  }

  @Override
  public TrafficSummary summary(ScalingMetric metric, Instant from, Instant to) {
    throw new UnsupportedOperationException("reading the log comes with the next change");
  }

  @Override
  public void close() {}
}
