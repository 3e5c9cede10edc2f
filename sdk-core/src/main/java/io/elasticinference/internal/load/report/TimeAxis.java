package io.elasticinference.internal.load.report;

import io.elasticinference.internal.html.Html;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.TimelineMark;
import io.elasticinference.load.TimelineSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The time axis that all charts share: seconds since the start of the load, and the events. */
final class TimeAxis {
  private static final double MARK_WIDTH = 0.05;

  private final Instant start;
  private final double loadEnd;
  private final Scale scale;
  private final List<TimelineMark> marks;
  private final List<String> kinds;

  TimeAxis(LoadReport report) {
    start = report.startedAt();
    marks = report.marks();
    kinds = marks.stream().map(TimelineMark::kind).distinct().toList();
    loadEnd = report.samples().size();
    double from = 0;
    double to = Math.max(1, loadEnd);
    for (TimelineMark mark : marks) {
      from = Math.min(from, seconds(mark.time()));
      to = Math.max(to, seconds(mark.time()));
    }
    for (TimelineSeries series : report.series()) {
      for (TimelineSeries.Point point : series.points()) {
        from = Math.min(from, seconds(point.time()));
        to = Math.max(to, seconds(point.time()));
      }
    }
    scale = Scale.time(from, to, 8);
  }

  Scale scale() {
    return scale;
  }

  double seconds(Instant time) {
    return Duration.between(start, time).toMillis() / 1e3;
  }

  double end() {
    return ((Scale.Line) scale).to();
  }

  /** Seconds as a clock shows them, for example {@code 1:05}. */
  static String clock(double seconds) {
    long whole = Math.round(Math.abs(seconds));
    String sign = seconds < 0 && whole > 0 ? "−" : "";
    return whole >= 3600
        ? String.format(
            Locale.ROOT, "%s%d:%02d:%02d", sign, whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%s%d:%02d", sign, whole / 60, whole % 60);
  }

  void writeLabels(Html html) {
    html.raw("<div class=\"x\" aria-hidden=\"true\">");
    for (double tick : scale.ticks()) {
      html.raw("<span style=\"left:" + Chart.percent(scale.position(tick)) + "\">");
      html.text(clock(tick)).raw("</span>");
    }
    html.raw("</div>");
  }

  /** The stretch in which load was sent, where the axis is longer than that. */
  void writeLoad(Html html) {
    double from = scale.position(0) * 1000;
    double width = scale.position(loadEnd) * 1000 - from;
    if (width < 999) {
      html.raw("<rect class=\"load\" y=\"0\" height=\"1000\" x=\"" + Numbers.plain(from, 1));
      html.raw("\" width=\"" + Numbers.plain(width, 1) + "\"/>");
    }
  }

  void writeMarks(Html html) {
    Rows rows = new Rows(MARK_WIDTH);
    for (int i = 0; i < marks.size(); i++) {
      TimelineMark mark = marks.get(i);
      double at = scale.position(seconds(mark.time()));
      int row = rows.place(at);
      html.raw("<i class=\"mark " + color(mark) + "\" style=\"left:" + Chart.percent(at));
      html.raw("\" title=\"").text(clock(seconds(mark.time())) + " " + mark.text()).raw("\">");
      html.raw("<b style=\"top:" + row * 18 + "px\">" + (i + 1) + "</b></i>");
    }
  }

  /** The events as a list, with the numbers that they have in the charts. */
  void writeEvents(Html html) {
    if (marks.isEmpty()) {
      return;
    }
    html.raw("<section><h2>Events</h2><ol class=\"events\">\n");
    for (TimelineMark mark : marks) {
      html.raw("<li><b class=\"badge " + color(mark) + "\"></b><time>");
      html.text(clock(seconds(mark.time()))).raw("</time> <span class=\"kind\">").text(mark.kind());
      html.raw("</span> ").text(mark.text()).raw("</li>\n");
    }
    html.raw("</ol></section>\n");
  }

  private String color(TimelineMark mark) {
    return "k" + kinds.indexOf(mark.kind()) % 4;
  }
}
