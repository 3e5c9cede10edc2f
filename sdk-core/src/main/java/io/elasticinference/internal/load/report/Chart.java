package io.elasticinference.internal.load.report;

import io.elasticinference.internal.html.Html;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One chart over time. The lines are SVG that stretches with the page; everything that is read
 * (labels, events) is HTML placed by percent, so it keeps its size on any screen.
 */
final class Chart {
  private final String title;
  private final List<Line> lines;
  private final Scale y;
  private final DoubleFunction<String> format;

  Chart(String title, List<Line> lines, Scale y, DoubleFunction<String> format) {
    this.title = title;
    this.lines = lines;
    this.y = y;
    this.format = format;
  }

  void write(Html html, TimeAxis axis) {
    html.raw("<figure class=\"chart\"><figcaption><h2>").text(title).raw("</h2>");
    legend(html);
    html.raw("</figcaption>\n<div class=\"plot\"><div class=\"y\" aria-hidden=\"true\">");
    for (double tick : y.ticks()) {
      html.raw("<span style=\"bottom:" + percent(y.position(tick)) + "\">");
      html.text(format.apply(tick)).raw("</span>");
    }
    html.raw("</div>\n<div class=\"area\" data-time>");
    svg(html, axis);
    axis.writeMarks(html);
    html.raw("</div>\n");
    axis.writeLabels(html);
    html.raw("</div></figure>\n");
  }

  private void legend(Html html) {
    html.raw("<ul class=\"legend\">");
    for (Line line : lines) {
      html.raw("<li><i class=\"" + line.color + (line.style.dashed() ? " dashed" : "") + "\"></i>");
      html.text(line.name).raw("</li>");
    }
    html.raw("</ul>");
  }

  private void svg(Html html, TimeAxis axis) {
    html.raw(
        "<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
    html.text(title + " over time").raw("\">");
    axis.writeLoad(html);
    for (double tick : y.ticks()) {
      String at = Numbers.plain(1000 - y.position(tick) * 1000, 1);
      html.raw("<path class=\"grid\" d=\"M0 " + at + "H1000\"/>");
    }
    for (Line line : lines) {
      if (line.style == Line.Style.AREA) {
        String area = line.path(axis.scale(), y, true);
        html.raw("<path class=\"fill " + line.color + "\" d=\"" + area + "\"/>");
      }
      html.raw("<path class=\"line " + line.color + (line.style.dashed() ? " dashed" : ""));
      html.raw("\" d=\"" + line.path(axis.scale(), y, false) + "\"/>");
    }
    html.raw("</svg>");
  }

  /** The values, for the pointer. */
  void writeData(Json json) {
    json.begin('{').name("lines").begin('[');
    for (Line line : lines) {
      json.begin('{').member("name", line.name).member("color", line.color);
      json.member("step", line.style.steps() ? 1 : 0).name("t").begin('[');
      line.times.forEach(time -> json.value(time, 3));
      json.end(']').name("v").begin('[');
      line.values.forEach(value -> json.value(value, 3));
      json.end(']').name("s").begin('[');
      line.values.forEach(value -> json.value(value.isNaN() ? "–" : format.apply(value)));
      json.end(']').end('}');
    }
    json.end(']').end('}');
  }

  static String percent(double position) {
    return Numbers.plain(position * 100, 2) + "%";
  }
}
