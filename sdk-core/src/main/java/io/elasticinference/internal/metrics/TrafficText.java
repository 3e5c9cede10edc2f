package io.elasticinference.internal.metrics;

import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.metrics.TrafficSeries;
import io.elasticinference.metrics.TrafficSummary;
import java.util.Locale;

/** Writes traffic for people. */
public final class TrafficText {

  private static final double KB = 1000;

  private TrafficText() {}

  /** A summary in one line. */
  public static String line(TrafficSummary summary) {
    String span = summary.from() + " to " + summary.to() + ": ";
    if (!summary.hasData()) {
      return span + "no data" + (summary.settled() ? "" : " yet");
    }
    return span
        + Tables.number(summary.qps())
        + " req/s ("
        + Tables.count(summary.requests())
        + " requests), p50 "
        + latency(summary, LatencyStatistic.P50)
        + ", p95 "
        + latency(summary, LatencyStatistic.P95)
        + ", p99 "
        + latency(summary, LatencyStatistic.P99)
        + ", errors "
        + Tables.percent(summary.errorRatio())
        + ", inflow "
        + bytes(summary.inflow())
        + "/s"
        + (summary.settled() ? "" : " (late log lines may still come)");
  }

  /** A series as a table, a step a line. */
  public static String table(TrafficSeries series) {
    Tables table =
        new Tables().row("from (UTC)", "req/s", "p50", "p95", "p99", "errors", "inflow", "");
    for (TrafficSummary point : series.points()) {
      String from = point.from().toString();
      String settled = point.settled() ? "" : "not settled";
      if (point.hasData()) {
        table.row(
            from,
            Tables.number(point.qps()),
            latency(point, LatencyStatistic.P50),
            latency(point, LatencyStatistic.P95),
            latency(point, LatencyStatistic.P99),
            Tables.percent(point.errorRatio()),
            bytes(point.inflow()) + "/s",
            settled);
      } else {
        table.row(from, "no data", "", "", "", "", "", settled);
      }
    }
    return table.toString();
  }

  /** What the adapter read, in one line. */
  public static String line(AdapterReading reading) {
    return reading.metric()
        + ": "
        + (reading.value().isPresent() ? Tables.number(reading.value().getAsDouble()) : "no value")
        + " (target "
        + Tables.number(reading.target())
        + (reading.perReplica() ? " a replica" : "")
        + "), from "
        + reading.from()
        + " to "
        + reading.to();
  }

  private static String latency(TrafficSummary summary, LatencyStatistic statistic) {
    return summary.requests() == 0 ? "-" : Tables.time(summary.latency(statistic));
  }

  private static String bytes(double bytes) {
    if (bytes < KB) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    }
    return bytes < KB * KB
        ? Tables.number(bytes / KB) + " KB"
        : Tables.number(bytes / KB / KB) + " MB";
  }
}
