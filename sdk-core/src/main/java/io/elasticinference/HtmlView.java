package io.elasticinference;

/**
 * Something that shows itself as HTML, above all in a notebook's cell.
 *
 * <p>In a notebook of the JJava kernel nothing needs to be done: the kernel finds the SDK as one of
 * its extensions when it comes onto the class path, and shows the last value of a cell this way. In
 * any other kernel that can show HTML, one call does it:
 *
 * <pre>{@code
 * display(report.toHtml(), "text/html");
 * }</pre>
 */
public interface HtmlView {
  /**
   * The value as a part of a page: one element that brings its own style, leaves the page's as it
   * is, follows the page's light or dark theme, loads nothing and runs no script. Text from outside
   * is escaped.
   *
   * @return HTML
   */
  String toHtml();
}
