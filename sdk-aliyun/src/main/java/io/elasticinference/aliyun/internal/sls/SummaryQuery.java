package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.metrics.TrafficSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** One pass over a route's log lines: how many, how they ended, how long they took. */
final class SummaryQuery {

  private static final double NANOS = 1e9;

  private SummaryQuery() {}

  static LogQuery of(MetricLabels labels, Instant from, Instant to) {
    long begin = from.getEpochSecond();
    long end = to.getEpochSecond();
    String text =
        "* and proxy_upstream_name: "
            + quoted(labels.route())
            + " | SELECT count(1) as requests,"
            + " count_if(cast(status as bigint) >= 500) as server_errors,"
            + " avg(request_time) as mean,"
            + " approx_percentile(request_time, 0.50) as p50,"
            + " approx_percentile(request_time, 0.95) as p95,"
            + " approx_percentile(request_time, 0.99) as p99,"
            + " sum(request_length) as request_bytes"
            + " from log WHERE __time__ >= "
            + begin
            + " and __time__ < "
            + end;
    return new LogQuery(labels.project(), labels.logstore(), begin, end, text);
  }

  /** Quotes a word for the search language. */
  static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Reads the one row; columns of no lines are null there, and 0 here. */
  static TrafficSummary read(Map<String, String> row, Instant from, Instant to) {
    return new TrafficSummary(
        Instant.ofEpochSecond(from.getEpochSecond()),
        Instant.ofEpochSecond(to.getEpochSecond()),
        Math.round(number(row, "requests")),
        Math.round(number(row, "server_errors")),
        seconds(row, "mean"),
        seconds(row, "p50"),
        seconds(row, "p95"),
        seconds(row, "p99"),
        Math.round(number(row, "request_bytes")));
  }

  private static Duration seconds(Map<String, String> row, String column) {
    return Duration.ofNanos(Math.round(number(row, column) * NANOS));
  }

  private static double number(Map<String, String> row, String column) {
    String value = row.get(column);
    return value == null || value.isEmpty() || value.equals("null") ? 0 : Double.parseDouble(value);
  }
}
