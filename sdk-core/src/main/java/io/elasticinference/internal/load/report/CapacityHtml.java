package io.elasticinference.internal.load.report;

import io.elasticinference.internal.html.Fragment;
import io.elasticinference.internal.html.Html;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacityWindow;
import java.util.List;

/** A found capacity as HTML: what to set, and each window as a dot of latency over rate. */
public final class CapacityHtml {
  private static final double HEADROOM = 1.1;

  private final CapacityFound found;
  private final List<CapacityWindow> windows;

  /**
   * Makes a writer.
   *
   * @param found any
   */
  public CapacityHtml(CapacityFound found) {
    this.found = found;
    this.windows = found.windows();
  }

  /**
   * The finding as a part of a page.
   *
   * @return HTML
   */
  public String fragment() {
    Html html = new Html();
    boolean kept = found.rate() > 0;
    html.raw("<header><h1>Capacity <span class=\"outcome ");
    html.raw(kept ? "completed\">found" : "failed\">none").raw("</span></h1>\n<p class=\"note\">");
    html.text(found.toString()).raw("</p></header>\n<dl class=\"tiles\">\n");
    String promise = promise();
    HtmlReport.tile(html, "one replica carries", rate(found.rate()), promise);
    HtmlReport.tile(html, "not any more", rate(found.below()), promise);
    HtmlReport.tile(
        html, "saturates at", rate(found.saturation()), "± " + rate(found.saturationError()));
    HtmlReport.tile(
        html, "set", kept ? "qps(" + Numbers.plain(found.targetQps(), 3) + ")" : "–", "autoscale");
    html.raw("</dl>\n");
    if (!windows.isEmpty()) {
      chart(html);
      table(html);
    }
    return Fragment.of(html);
  }

  private String promise() {
    return Numbers.percent(found.slo().percentile())
        + " within "
        + Numbers.time(found.slo().latency());
  }

  private static String rate(double perSecond) {
    return Numbers.plain(perSecond, perSecond >= 100 ? 0 : 2) + "/s";
  }

  private static double offeredToOne(CapacityWindow window) {
    return window.replicas() == 0 ? 0 : window.offered() / window.replicas();
  }

  private void chart(Html html) {
    double limit = Numbers.millis(found.slo().latency());
    double slowest =
        windows.stream().mapToDouble(w -> Numbers.millis(w.latency())).max().orElse(limit);
    double fastest =
        windows.stream()
            .mapToDouble(w -> Numbers.millis(w.latency()))
            .filter(ms -> ms > 0)
            .min()
            .orElse(limit);
    Scale y = Scale.logarithmic(Math.min(fastest, limit), Math.max(slowest, limit) * HEADROOM);
    double most = windows.stream().mapToDouble(CapacityHtml::offeredToOne).max().orElse(1);
    Scale x = Scale.linear(most, 8, false);
    html.raw("<figure class=\"chart\"><figcaption><h2>Latency over the rate of one replica</h2>");
    html.raw("<ul class=\"legend\"><li><i class=\"c-ok\"></i>kept</li>");
    html.raw("<li><i class=\"c-bad\"></i>not kept</li><li><i class=\"c-bad dashed\"></i>");
    html.text(promise()).raw("</li></ul></figcaption>\n<div class=\"plot\"><div class=\"y\">");
    for (double tick : y.ticks()) {
      html.raw("<span style=\"bottom:" + Chart.percent(y.position(tick)) + "\">");
      html.text(Numbers.millisText(tick)).raw("</span>");
    }
    html.raw("</div>\n<div class=\"area\"><svg viewBox=\"0 0 1000 1000\"");
    html.raw(" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Latency over rate\">");
    for (double tick : y.ticks()) {
      html.raw("<path class=\"grid\" d=\"M0 " + svg(y.position(tick)) + "H1000\"/>");
    }
    html.raw("<path class=\"promise\" d=\"M0 " + svg(y.position(limit)) + "H1000\"/></svg>");
    for (CapacityWindow window : windows) {
      html.raw("<i class=\"dot " + (window.kept() ? "c-ok" : "c-bad") + "\" style=\"left:");
      html.raw(Chart.percent(x.position(offeredToOne(window))) + ";bottom:");
      html.raw(Chart.percent(y.position(Numbers.millis(window.latency()))) + "\"></i>");
    }
    html.raw("</div>\n<div class=\"x\">");
    for (double tick : x.ticks()) {
      html.raw("<span style=\"left:" + Chart.percent(x.position(tick)) + "\">");
      html.text(Numbers.plain(tick, 2) + "/s").raw("</span>");
    }
    html.raw("</div></div></figure>\n");
  }

  private static String svg(double position) {
    return Numbers.plain(1000 - position * 1000, 1);
  }

  private void table(Html html) {
    html.raw("<details><summary>Every window</summary><div class=\"scroll\"><table>");
    html.raw("<tr><th scope=\"col\">window</th><th scope=\"col\">offered</th>");
    html.raw("<th scope=\"col\">served</th><th scope=\"col\">replicas</th>");
    html.raw("<th scope=\"col\">latency</th><th scope=\"col\">failed</th>");
    html.raw("<th scope=\"col\">promise</th></tr>\n");
    for (int i = 0; i < windows.size(); i++) {
      CapacityWindow window = windows.get(i);
      html.row(
          String.valueOf(i + 1),
          rate(window.offered()),
          rate(window.served()),
          String.valueOf(window.replicas()),
          Numbers.time(window.latency()),
          Numbers.percent(window.failureRatio()),
          window.kept() ? "kept" : "not kept");
    }
    html.raw("</table></div></details>\n");
  }
}
