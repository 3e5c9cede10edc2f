package io.elasticinference.internal.load.report;

/** Builds HTML; text goes in escaped, markup only from this package. */
final class Html {
  private final StringBuilder out = new StringBuilder(64 * 1024);

  /** Appends markup as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Appends text, which stays text whatever is in it; also within a quoted attribute. */
  Html text(String text) {
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

  /** A table's row: its first cell is a heading. */
  Html row(String heading, String... cells) {
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
