package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.MetricsUnavailableException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics adapter's own question, and how it reads the answer, to the letter
 * (alibaba-cloud-metrics-adapter, {@code pkg/metrics/sls/ingress.go}). Even its two spaces are
 * kept. The route is not quoted there; it cannot bend the query, since a label's value holds
 * nothing that could.
 */
final class AdapterQuery {

  /** How far back the adapter asks, whatever its interval is. */
  static final int LOOK_BACK_SECONDS = 100;

  private AdapterQuery() {}

  /** The question for a metric at a moment, in seconds since 1970. */
  static LogQuery of(String metric, MetricLabels labels, long now) {
    long interval = labels.effectiveInterval().toSeconds();
    long end = now - labels.effectiveDelay().toSeconds();
    String text =
        "* and "
            + LogFields.of(metric).route()
            + ": "
            + labels.route()
            + " | SELECT "
            + expression(metric, interval)
            + " as value from log WHERE __time__ >= "
            + (end - interval)
            + "  and __time__ < "
            + end;
    return new LogQuery(labels.project(), labels.logstore(), now - LOOK_BACK_SECONDS, end, text);
  }

  private static String expression(String metric, long interval) {
    return switch (metric) {
      case "sls_ingress_qps", "sls_alb_ingress_qps" -> "count(1) / " + interval;
      case "sls_ingress_latency_avg" -> "avg(request_time) * 1000";
      case "sls_ingress_latency_p50" -> "approx_percentile(request_time, 0.50) * 1000";
      case "sls_ingress_latency_p95" -> "approx_percentile(request_time, 0.95) * 1000";
      case "sls_ingress_latency_p99" -> "approx_percentile(request_time, 0.99) * 1000";
      case "sls_ingress_latency_p9999" -> "approx_percentile(request_time, 0.9999) * 1000";
      case "sls_ingress_inflow" -> "sum(request_length) / " + interval;
      default ->
          throw new MetricsUnavailableException(
              "Metric '"
                  + metric
                  + "': not read from a log (expected: one of an ingress's log, such as"
                  + " sls_ingress_qps).",
              "Ask for one of those, or read this one where it comes from.",
              false,
              null);
    };
  }

  /** Reads the value as the adapter does: digits and dots alone count, and it cuts to a whole. */
  static double value(Map<String, String> row) {
    String digits = digits(row.get("value"));
    if (digits.isEmpty()) {
      return 0;
    }
    try {
      return (long) Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw new MetricsUnavailableException(
          "The log's answer: '" + row.get("value") + "' (expected: a number).",
          "Ask again; the autoscaler reads no metric from this one either.",
          true,
          e);
    }
  }

  private static String digits(@Nullable String value) {
    return value == null ? "" : value.replaceAll("[^0-9.]", "");
  }
}
