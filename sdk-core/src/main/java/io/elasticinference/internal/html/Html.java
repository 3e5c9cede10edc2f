package io.elasticinference.internal.html;

/** Builds HTML; text goes in escaped, markup only as literals of the SDK's own classes. */
public final class Html {
  private final StringBuilder out = new StringBuilder(64 * 1024);

  /** Makes an empty text. */
  public Html() {}

  /**
   * Appends markup as it is.
   *
   * @param markup never anything that came from outside
   * @return this
   */
  public Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /**
   * Appends text, which stays text whatever is in it; also within a quoted attribute.
   *
   * @param text anything
   * @return this
   */
  public Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return this;
  }

  /**
   * Appends a table's row: its first cell is a heading.
   *
   * @param heading text
   * @param cells text
   * @return this
   */
  public Html row(String heading, String... cells) {
    raw("<tr><th scope=\"row\">").text(heading).raw("</th>");
    for (String cell : cells) {
      raw("<td>").text(cell).raw("</td>");
    }
    return raw("</tr>\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
