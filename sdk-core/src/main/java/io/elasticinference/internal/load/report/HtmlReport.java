package io.elasticinference.internal.load.report;

import io.elasticinference.internal.html.Fragment;
import io.elasticinference.internal.html.Html;
import io.elasticinference.internal.html.Resources;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.TimelineSeries;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one standalone HTML file, or as a part of a page; neither loads anything. */
public final class HtmlReport {
  private static final String RATE = "req/s";

  /** Keeps the highest values off the upper edge. */
  private static final double HEADROOM = 1.1;

  private static final List<String> SECOND_COLUMNS =
      List.of(
          "time",
          "offered",
          "sent",
          "ok",
          "failed",
          "dropped",
          "late",
          "in flight",
          "p50",
          "p90",
          "p99",
          "max");

  private final LoadReport report;
  private final TimeAxis axis;
  private final ReportLines lines;

  /**
   * Makes a writer.
   *
   * @param report any
   */
  public HtmlReport(LoadReport report) {
    this.report = report;
    this.axis = new TimeAxis(report);
    this.lines = new ReportLines(report, axis);
  }

  /**
   * The file's text.
   *
   * @return HTML
   */
  public String text() {
    Html html = new Html();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.raw("style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n");
    html.raw("<title>").text("Load test of " + report.target()).raw("</title>\n");
    html.raw("<style>\n" + Resources.text("report.css") + "</style></head>\n<body><main>\n");
    List<Chart> charts = charts();
    content(html, charts);
    html.raw("</main>\n<script type=\"application/json\" id=\"data\">" + data(charts));
    html.raw("</script>\n<script>\n" + Resources.text("report.js") + "</script>\n</body></html>\n");
    return html.toString();
  }

  /**
   * The report as a part of somebody else's page, without what moves with the pointer.
   *
   * @return HTML
   */
  public String fragment() {
    Html html = new Html();
    content(html, charts());
    return Fragment.of(html);
  }

  private void content(Html html, List<Chart> charts) {
    header(html);
    tiles(html);
    charts.forEach(chart -> chart.write(html, axis));
    axis.writeEvents(html);
    new Distribution(report.latency()).write(html);
    failures(html);
    seconds(html);
    footer(html);
  }

  private void header(Html html) {
    String outcome = report.outcome().name().toLowerCase(Locale.ROOT);
    html.raw("<header><h1>Load test <span class=\"outcome " + outcome + "\">");
    html.text(outcome).raw("</span></h1>\n<p class=\"target\">").text(report.target().toString());
    html.raw("</p>\n<p class=\"what\">").text(report.profile().toString()).raw(" · ");
    html.text(report.startedAt().truncatedTo(ChronoUnit.SECONDS).toString()).raw(" · ");
    html.text(Numbers.plain(report.duration().toMillis() / 1e3, 1) + " s").raw("</p>\n");
    report.reason().ifPresent(why -> html.raw("<p class=\"reason\">").text(why).raw("</p>\n"));
    report.remarks().forEach(remark -> html.raw("<p class=\"reason\">").text(remark).raw("</p>\n"));
    WorkerLines.of(report)
        .forEach(line -> html.raw("<p class=\"what\">workers: ").text(line).raw("</p>\n"));
    html.raw("</header>\n");
  }

  private void tiles(Html html) {
    LoadTotals t = report.totals();
    html.raw("<dl class=\"tiles\">\n");
    tile(
        html,
        "served",
        Numbers.plain(report.throughput(), 1) + "/s",
        Numbers.count(t.ok()) + " of " + Numbers.count(t.offered()));
    tile(
        html,
        "errors",
        Numbers.percent(t.errorRatio()),
        Numbers.count(t.failed()) + " failed, " + Numbers.count(t.dropped()) + " dropped");
    boolean none = report.latency().count() == 0;
    tile(html, "p50", none ? "–" : Numbers.time(report.latency().p50()), "latency");
    tile(html, "p99", none ? "–" : Numbers.time(report.latency().p99()), "latency");
    tile(html, "max", none ? "–" : Numbers.time(report.latency().max()), "latency");
    tile(
        html,
        "send lag p99",
        Numbers.time(report.sendLag().p99()),
        Numbers.count(t.late()) + " late");
    html.raw("</dl>\n");
  }

  static void tile(Html html, String name, String value, String note) {
    html.raw("<div><dt>").text(name).raw("</dt><dd>").text(value).raw("<small>").text(note);
    html.raw("</small></dd></div>\n");
  }

  private List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    List<Line> rates = new ArrayList<>();
    rates.add(lines.rate("served", "c-ok", Line.Style.AREA, LoadSample::ok));
    if (report.totals().failed() + report.totals().dropped() > 0) {
      rates.add(lines.rate("failed", "c-bad", Line.Style.AREA, s -> s.failed() + s.dropped()));
    }
    rates.add(lines.rate("offered", "c-plan", Line.Style.DASHED, LoadSample::offered));
    Map<String, List<TimelineSeries>> byUnit = new LinkedHashMap<>();
    for (TimelineSeries series : report.series()) {
      if (series.unit().equals(RATE)) {
        rates.add(lines.series(series, "c-seen", Line.Style.STEP));
      } else {
        byUnit.computeIfAbsent(series.unit(), unit -> new ArrayList<>()).add(series);
      }
    }
    charts.add(new Chart("Requests per second", rates, linear(rates), v -> Numbers.plain(v, 1)));
    charts.add(latencies());
    byUnit.forEach((unit, series) -> charts.add(others(unit, series)));
    return charts;
  }

  private Chart latencies() {
    List<Line> all =
        List.of(
            lines.latency("p99", "c-slow", LoadSample::p99),
            lines.latency("p90", "c-mid", LoadSample::p90),
            lines.latency("p50", "c-fast", LoadSample::p50));
    double highest = all.stream().mapToDouble(Line::highest).max().orElse(0);
    double lowest = all.stream().mapToDouble(Line::lowestAboveZero).min().orElse(1);
    Scale y =
        highest > lowest * 30
            ? Scale.logarithmic(lowest, highest * HEADROOM)
            : Scale.linear(highest * HEADROOM, 4, false);
    return new Chart("Latency", all, y, Numbers::millisText);
  }

  private Chart others(String unit, List<TimelineSeries> series) {
    List<Line> all = new ArrayList<>();
    String[] colors = {"c-wanted", "c-ready", "c-mid", "c-seen", "c-slow"};
    for (int i = 0; i < series.size(); i++) {
      boolean first = i == 0 && series.size() > 1;
      all.add(
          lines.series(
              series.get(i),
              colors[series.size() == 1 ? 1 : i % colors.length],
              first ? Line.Style.DASHED_STEP : Line.Style.STEP));
    }
    String title =
        unit.isEmpty()
            ? "Values"
            : unit.substring(0, 1).toUpperCase(Locale.ROOT) + unit.substring(1);
    return new Chart(title, all, linear(all), v -> Numbers.plain(v, 2));
  }

  private static Scale linear(List<Line> lines) {
    double highest = lines.stream().mapToDouble(Line::highest).max().orElse(0);
    boolean whole = lines.stream().flatMap(line -> line.values.stream()).allMatch(v -> v % 1 == 0);
    return Scale.linear(Math.max(highest * HEADROOM, whole ? 1 : 0.001), 4, whole);
  }

  private void failures(Html html) {
    if (report.failures().isEmpty() && report.statuses().isEmpty()) {
      return;
    }
    html.raw("<section><h2>Replies</h2>\n<div class=\"scroll\"><table>");
    report
        .statuses()
        .forEach(
            (status, count) ->
                html.row(
                    StatusText.of(report.profile().protocol(), status), Numbers.count(count), ""));
    for (LoadFailure failure : report.failures()) {
      html.row(failure.kind().text(), Numbers.count(failure.count()), failure.example());
    }
    html.raw("</table></div></section>\n");
  }

  private void seconds(Html html) {
    html.raw(
        "<details><summary>Every second</summary><div class=\"scroll\"><table class=\"seconds\">");
    html.raw("<tr>");
    for (String name : SECOND_COLUMNS) {
      html.raw("<th scope=\"col\">").text(name).raw("</th>");
    }
    html.raw("</tr>\n");
    for (LoadSample s : report.samples()) {
      html.row(
          TimeAxis.clock(s.second()),
          Numbers.count(s.offered()),
          Numbers.count(s.sent()),
          Numbers.count(s.ok()),
          Numbers.count(s.failed()),
          Numbers.count(s.dropped()),
          Numbers.count(s.late()),
          Numbers.count(s.inFlight()),
          Numbers.time(s.p50()),
          Numbers.time(s.p90()),
          Numbers.time(s.p99()),
          Numbers.time(s.max()));
    }
    html.raw("</table></div></details>\n");
  }

  private void footer(Html html) {
    html.raw("<footer><p>");
    html.text(
        report.profile().closedLoop()
            ? "Closed loop: each connection sends its next request when it has the last reply, so a"
                + " stall of the server slows the load down and shows in fewer latencies."
            : "Open loop: latency counts from the time the schedule meant a request to be sent, so"
                + " waiting for a stalled server is part of it. Late: sent more than 10 ms after that"
                + " time. Dropped: not sent, since the profile's limits were reached.");
    if (lines.step() > 1) {
      html.text(
          " Each point of the charts stands for "
              + lines.step()
              + " seconds: the mean rate, the worst second's latency.");
    }
    html.raw("</p></footer>\n");
  }

  private String data(List<Chart> charts) {
    Json json = new Json().begin('{');
    Scale.Line time = (Scale.Line) axis.scale();
    json.member("from", time.from(), 3).member("to", time.to(), 3).name("charts").begin('[');
    charts.forEach(chart -> chart.writeData(json));
    return json.end(']').end('}').toString();
  }
}
