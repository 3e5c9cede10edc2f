package io.elasticinference.internal.scaling;

import io.elasticinference.internal.html.Html;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table of text: the first column to the left, all others to the right. */
public final class Tables {

  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row; the first is the header. */
  public Tables row(String... cells) {
    rows.add(cells);
    return this;
  }

  /** A number with as many decimals as its size needs. */
  public static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /** A whole number with its thousands apart. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A span of time with three digits, in the unit that suits it. */
  public static String time(Duration time) {
    double nanos = time.toNanos();
    if (nanos >= 60e9) {
      return number(nanos / 60e9) + " min";
    }
    if (nanos >= 1e9) {
      return number(nanos / 1e9) + " s";
    }
    return nanos >= 1e6 || nanos == 0 ? number(nanos / 1e6) + " ms" : number(nanos / 1e3) + " µs";
  }

  /** A share as percent. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  /** The same table as rows of HTML. */
  void html(Html html, boolean headed) {
    for (int i = 0; i < rows.size(); i++) {
      String[] cells = rows.get(i);
      if (headed && i == 0) {
        html.raw("<tr>");
        for (String cell : cells) {
          html.raw("<th scope=\"col\">").text(cell).raw("</th>");
        }
        html.raw("</tr>\n");
      } else {
        html.row(cells[0], Arrays.copyOfRange(cells, 1, cells.length));
      }
    }
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? row[i] + padding : "  " + padding + row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
