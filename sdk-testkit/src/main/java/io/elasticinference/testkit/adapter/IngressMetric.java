package io.elasticinference.testkit.adapter;

import java.util.Arrays;
import java.util.Optional;

/** The metrics of the access log, and how each is computed. */
enum IngressMetric {
  QPS("sls_ingress_qps", "count(1) / {interval}"),
  ALB_QPS("sls_alb_ingress_qps", "slb_pool_name", "count(1) / {interval}"),
  LATENCY_AVG("sls_ingress_latency_avg", "avg(request_time) * 1000"),
  LATENCY_P50("sls_ingress_latency_p50", "approx_percentile(request_time, 0.50) * 1000"),
  LATENCY_P95("sls_ingress_latency_p95", "approx_percentile(request_time, 0.95) * 1000"),
  LATENCY_P99("sls_ingress_latency_p99", "approx_percentile(request_time, 0.99) * 1000"),
  LATENCY_P9999("sls_ingress_latency_p9999", "approx_percentile(request_time, 0.9999) * 1000"),
  INFLOW("sls_ingress_inflow", "sum(request_length) / {interval}");

  private final String metricName;
  private final String routeField;
  private final String expression;

  IngressMetric(String metricName, String expression) {
    this(metricName, "proxy_upstream_name", expression);
  }

  IngressMetric(String metricName, String routeField, String expression) {
    this.metricName = metricName;
    this.routeField = routeField;
    this.expression = expression;
  }

  static Optional<IngressMetric> named(String metricName) {
    return Arrays.stream(values()).filter(m -> m.metricName.equals(metricName)).findFirst();
  }

  String metricName() {
    return metricName;
  }

  /** Answers the field of the log that holds the route. */
  String routeField() {
    return routeField;
  }

  String expression(long intervalSeconds) {
    return expression.replace("{interval}", Long.toString(intervalSeconds));
  }
}
