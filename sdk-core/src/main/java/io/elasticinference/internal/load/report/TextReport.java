package io.elasticinference.internal.load.report;

import io.elasticinference.load.LatencySummary;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadTotals;
import java.util.Locale;

/** A report as a short table for the terminal. */
public final class TextReport {
  private TextReport() {}

  /**
   * The report as text.
   *
   * @param report any
   * @return some lines, without a line end after the last
   */
  public static String text(LoadReport report) {
    StringBuilder out = new StringBuilder();
    LoadTotals totals = report.totals();
    line(out, "target", report.target().toString());
    line(out, "profile", report.profile().toString());
    line(
        out,
        "outcome",
        report.outcome().name().toLowerCase(Locale.ROOT)
            + " after "
            + Numbers.plain(report.duration().toMillis() / 1e3, 1)
            + " s"
            + report.reason().map(reason -> ": " + reason).orElse(""));
    line(
        out,
        "requests",
        Numbers.count(totals.offered())
            + " offered, "
            + Numbers.count(totals.ok())
            + " ok ("
            + Numbers.plain(report.throughput(), 1)
            + "/s), "
            + Numbers.count(totals.failed())
            + " failed, "
            + Numbers.count(totals.dropped())
            + " dropped, "
            + Numbers.count(totals.abandoned())
            + " abandoned");
    report.remarks().forEach(remark -> line(out, "remark", remark));
    WorkerLines.of(report).forEach(text -> line(out, "workers", text));
    line(out, "latency", latency(report.latency()));
    line(
        out,
        "send lag",
        "p99 " + Numbers.time(report.sendLag().p99()) + ", " + totals.late() + " late");
    for (LoadFailure failure : report.failures()) {
      line(
          out,
          "failed",
          Numbers.count(failure.count())
              + " x "
              + failure.kind().text()
              + " ("
              + failure.example()
              + ")");
    }
    return out.toString().stripTrailing();
  }

  private static String latency(LatencySummary latency) {
    return latency.count() == 0
        ? "no success"
        : "p50 "
            + Numbers.time(latency.p50())
            + ", p90 "
            + Numbers.time(latency.p90())
            + ", p95 "
            + Numbers.time(latency.p95())
            + ", p99 "
            + Numbers.time(latency.p99())
            + ", p99.9 "
            + Numbers.time(latency.p999())
            + ", max "
            + Numbers.time(latency.max());
  }

  private static void line(StringBuilder out, String name, String text) {
    out.append(String.format("%-9s %s\n", name, text));
  }
}
