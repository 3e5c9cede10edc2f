package io.elasticinference.internal.load.report;

import io.elasticinference.internal.html.Html;
import io.elasticinference.load.LatencySummary;
import java.time.Duration;

/** How the latencies are spread: bars over equal ratios of time, and where the percentiles lie. */
final class Distribution {
  private static final int BARS_PER_DECADE = 20;
  private static final double LABEL_WIDTH = 0.16;
  private static final double[] PERCENTS = {50, 90, 95, 99, 99.9};

  private final LatencySummary latency;

  Distribution(LatencySummary latency) {
    this.latency = latency;
  }

  void write(Html html) {
    html.raw("<figure class=\"chart\"><figcaption><h2>Latency distribution</h2></figcaption>\n");
    if (latency.count() == 0) {
      html.raw("<p class=\"none\">No request succeeded.</p></figure>\n");
      return;
    }
    double lowest = Math.max(0.001, Numbers.millis(latency.percentile(0)));
    Scale.Log x = Scale.logarithmic(lowest, Math.max(lowest, Numbers.millis(latency.max())));
    html.raw("<div class=\"plot\"><div class=\"y\"></div><div class=\"area\">");
    bars(html, x);
    Rows rows = new Rows(LABEL_WIDTH);
    for (double percent : PERCENTS) {
      double at = x.position(Numbers.millis(latency.percentile(percent)));
      html.raw(
          "<i class=\"percentile"
              + (at > 0.5 ? " left" : "")
              + "\" style=\"left:"
              + Chart.percent(at)
              + "\"><b style=\"top:");
      html.raw(rows.place(at) * 18 + "px\">p" + Numbers.plain(percent, 1) + "</b></i>");
    }
    html.raw("</div>\n<div class=\"x\" aria-hidden=\"true\">");
    for (double tick : x.ticks()) {
      html.raw("<span style=\"left:" + Chart.percent(x.position(tick)) + "\">");
      html.text(Numbers.time(Duration.ofNanos(Math.round(tick * 1e6)))).raw("</span>");
    }
    html.raw("</div></div>\n");
    table(html);
    html.raw("</figure>\n");
  }

  private void bars(Html html, Scale.Log x) {
    int count = (int) Math.round((x.to() - x.from()) * BARS_PER_DECADE);
    long[] heights = new long[count];
    long highest = 1;
    long below = 0;
    for (int i = 0; i < count; i++) {
      double ms = Math.pow(10, x.from() + (i + 1.0) / BARS_PER_DECADE);
      long upTo =
          i == count - 1
              ? latency.count()
              : latency.countUpTo(Duration.ofNanos(Math.round(ms * 1e6)));
      heights[i] = Math.max(0, upTo - below);
      below = Math.max(below, upTo);
      highest = Math.max(highest, heights[i]);
    }
    html.raw("<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" role=\"img\"");
    html.raw(" aria-label=\"Latency distribution\">");
    double width = 1000.0 / count;
    for (int i = 0; i < count; i++) {
      if (heights[i] > 0) {
        // Even a single request is to be seen.
        double height = Math.max(8, heights[i] * 1000.0 / highest);
        html.raw("<rect class=\"bar\" x=\"" + Numbers.plain(i * width + width * 0.06, 1));
        html.raw("\" width=\"" + Numbers.plain(width * 0.88, 1));
        html.raw("\" y=\"" + Numbers.plain(1000 - height, 1));
        html.raw("\" height=\"" + Numbers.plain(height, 1) + "\"/>");
      }
    }
    html.raw("</svg>");
  }

  private void table(Html html) {
    html.raw("<dl class=\"percentiles\">");
    entry(html, "min", latency.percentile(0));
    for (double percent : PERCENTS) {
      entry(html, "p" + Numbers.plain(percent, 1), latency.percentile(percent));
    }
    entry(html, "max", latency.max());
    entry(html, "mean", latency.mean());
    html.raw("</dl>\n");
  }

  private static void entry(Html html, String name, Duration time) {
    html.raw("<div><dt>").text(name).raw("</dt><dd>").text(Numbers.time(time)).raw("</dd></div>");
  }
}
