package io.elasticinference.internal.html;

/**
 * A part of somebody else's page, above all of a notebook's cell: what is in it looks the same
 * whatever styles the page has, and its own styles touch nothing around it. It holds no script, so
 * it also shows where a page runs none.
 */
public final class Fragment {
  /** Three times, to weigh more than the rules that notebooks have for their cells. */
  private static final String SCOPE = ".ei-view.ei-view.ei-view";

  private static final String STYLE =
      new ScopedStyle(SCOPE).of(Resources.text("report.css") + Resources.text("fragment.css"));

  private Fragment() {}

  /**
   * Makes one.
   *
   * @param content what is in it
   * @return HTML: one element with its style in it
   */
  public static String of(Html content) {
    return "<div class=\"ei-view\"><style>\n" + STYLE + "</style>\n" + content + "</div>\n";
  }
}
