package io.elasticinference.internal.load.report;

import io.elasticinference.load.LatencySummary;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadProtocol;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.LoadWorker;
import io.elasticinference.load.TimelineMark;
import io.elasticinference.load.TimelineSeries;

/** All numbers of a report as JSON; times in ISO 8601, latencies in milliseconds. */
public final class JsonReport {
  private JsonReport() {}

  /**
   * The report as text.
   *
   * @param report any
   * @return one JSON object
   */
  public static String text(LoadReport report) {
    Json json = new Json().begin('{');
    json.member("target", report.target().toString());
    json.member("profile", report.profile().toString());
    if (report.profile().protocol() == LoadProtocol.GRPC) {
      json.member("protocol", LoadProtocol.GRPC.name());
    }
    json.member("startedAt", report.startedAt().toString());
    json.member("durationSeconds", report.duration().toNanos() / 1e9, 3);
    json.member("outcome", report.outcome().name());
    report.reason().ifPresent(reason -> json.member("reason", reason));
    if (!report.remarks().isEmpty()) {
      json.name("remarks").begin('[');
      report.remarks().forEach(json::value);
      json.end(']');
    }
    totals(json.newLine(), report);
    latency(json.newLine().name("latency"), report.latency());
    latency(json.newLine().name("failedLatency"), report.failedLatency());
    latency(json.newLine().name("sendLag"), report.sendLag());
    json.newLine().name("failures").begin('[');
    for (LoadFailure failure : report.failures()) {
      json.begin('{').member("kind", failure.kind().name()).member("count", failure.count());
      json.member("example", failure.example()).end('}');
    }
    json.end(']').newLine().name("statuses").begin('{');
    report.statuses().forEach((status, count) -> json.member(status.toString(), count));
    json.end('}');
    if (!report.workers().isEmpty()) {
      json.newLine().name("workers").begin('[');
      report.workers().forEach(worker -> worker(json.newLine(), worker));
      json.end(']');
    }
    json.newLine().name("samples").begin('[');
    report.samples().forEach(sample -> sample(json.newLine(), sample));
    json.end(']').newLine().name("series").begin('[');
    report.series().forEach(series -> series(json.newLine(), series));
    json.end(']').newLine().name("marks").begin('[');
    for (TimelineMark mark : report.marks()) {
      json.newLine().begin('{').member("time", mark.time().toString());
      json.member("kind", mark.kind()).member("text", mark.text()).end('}');
    }
    return json.end(']').end('}').newLine().toString().replaceAll(",\n$", "\n");
  }

  private static void totals(Json json, LoadReport report) {
    LoadTotals totals = report.totals();
    json.name("totals").begin('{');
    json.member("offered", totals.offered()).member("sent", totals.sent());
    json.member("ok", totals.ok()).member("failed", totals.failed());
    json.member("dropped", totals.dropped()).member("abandoned", totals.abandoned());
    json.member("late", totals.late()).member("okPerSecond", report.throughput(), 3).end('}');
  }

  private static void worker(Json json, LoadWorker worker) {
    json.begin('{').member("index", worker.index()).member("pod", worker.pod());
    worker.lateBy().ifPresent(late -> json.member("lateByMs", Numbers.millis(late), 3));
    LoadTotals totals = worker.totals();
    json.member("offered", totals.offered()).member("sent", totals.sent());
    json.member("ok", totals.ok()).member("failed", totals.failed());
    json.member("dropped", totals.dropped()).member("abandoned", totals.abandoned());
    worker.problem().ifPresent(what -> json.member("problem", what));
    json.end('}');
  }

  private static void latency(Json json, LatencySummary latency) {
    json.begin('{').member("count", latency.count());
    json.member("meanMs", Numbers.millis(latency.mean()), 3);
    for (double percent : new double[] {50, 90, 95, 99, 99.9}) {
      String name = "p" + Numbers.plain(percent, 1).replace(".", "") + "Ms";
      json.member(name, Numbers.millis(latency.percentile(percent)), 3);
    }
    json.member("maxMs", Numbers.millis(latency.max()), 3);
    json.member("hdrHistogram", latency.encoded()).end('}');
  }

  private static void sample(Json json, LoadSample sample) {
    json.begin('{').member("second", sample.second());
    json.member("offered", sample.offered()).member("sent", sample.sent());
    json.member("ok", sample.ok()).member("failed", sample.failed());
    json.member("dropped", sample.dropped()).member("late", sample.late());
    json.member("inFlight", sample.inFlight());
    json.member("p50Ms", Numbers.millis(sample.p50()), 3);
    json.member("p90Ms", Numbers.millis(sample.p90()), 3);
    json.member("p99Ms", Numbers.millis(sample.p99()), 3);
    json.member("maxMs", Numbers.millis(sample.max()), 3).end('}');
  }

  private static void series(Json json, TimelineSeries series) {
    json.begin('{').member("name", series.name()).member("unit", series.unit());
    json.name("points").begin('[');
    for (TimelineSeries.Point point : series.points()) {
      json.begin('[').value(point.time().toString()).value(point.value(), 6).end(']');
    }
    json.end(']').end('}');
  }
}
