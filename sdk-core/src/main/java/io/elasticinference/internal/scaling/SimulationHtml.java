package io.elasticinference.internal.scaling;

import io.elasticinference.internal.html.Fragment;
import io.elasticinference.internal.html.Html;

/** What a simulation found, as HTML: a headline, the table that is also its text, the chart. */
public final class SimulationHtml {
  private SimulationHtml() {}

  /**
   * Writes one down.
   *
   * @param title what it is
   * @param headline in one sentence; may be empty
   * @param table the numbers
   * @param headed whether the table's first row names the columns
   * @param svg the chart, of this package's own drawing
   * @return a fragment
   */
  public static String of(String title, String headline, Tables table, boolean headed, String svg) {
    Html html = new Html();
    html.raw("<header><h1>").text(title).raw("</h1>\n");
    if (!headline.isEmpty()) {
      html.raw("<p class=\"note\">").text(headline).raw("</p>");
    }
    html.raw("</header>\n<section><div class=\"scroll\"><table");
    html.raw(headed ? " class=\"numbers\">" : " class=\"facts\">");
    table.html(html, headed);
    html.raw("</table></div></section>\n<section><div class=\"drawing\">").raw(svg);
    html.raw("</div></section>\n");
    return Fragment.of(html);
  }
}
