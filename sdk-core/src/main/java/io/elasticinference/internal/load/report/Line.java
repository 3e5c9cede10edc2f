package io.elasticinference.internal.load.report;

import java.util.ArrayList;
import java.util.List;

/** A named line of a chart: values over seconds since the start; NaN makes a gap. */
final class Line {
  /** How it is drawn. */
  enum Style {
    LINE,
    DASHED,
    AREA,
    STEP,
    DASHED_STEP;

    boolean steps() {
      return this == STEP || this == DASHED_STEP;
    }

    boolean dashed() {
      return this == DASHED || this == DASHED_STEP;
    }
  }

  final String name;
  final String color;
  final Style style;
  final List<Double> times = new ArrayList<>();
  final List<Double> values = new ArrayList<>();

  /** The color is the name of a CSS class. */
  Line(String name, String color, Style style) {
    this.name = name;
    this.color = color;
    this.style = style;
  }

  void add(double seconds, double value) {
    times.add(seconds);
    values.add(value);
  }

  double highest() {
    return values.stream().mapToDouble(v -> v).filter(Double::isFinite).max().orElse(0);
  }

  /** The lowest value above 0; infinite when there is none. */
  double lowestAboveZero() {
    return values.stream()
        .mapToDouble(v -> v)
        .filter(v -> v > 0)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** The path in a box of 1000 by 1000, y downwards; an area's ends at the bottom. */
  String path(Scale x, Scale y, boolean closed) {
    StringBuilder path = new StringBuilder();
    String last = "";
    String start = "";
    for (int i = 0; i < values.size(); i++) {
      if (Double.isNaN(values.get(i))) {
        close(path, closed && !last.isEmpty(), start, last);
        last = "";
        continue;
      }
      String px = Numbers.plain(x.position(times.get(i)) * 1000, 1);
      String py = Numbers.plain(1000 - y.position(values.get(i)) * 1000, 1);
      if (last.isEmpty()) {
        start = px;
        path.append('M').append(px).append(' ').append(py);
      } else {
        if (style.steps()) {
          path.append('H').append(px);
        }
        path.append(style.steps() ? "V" + py : "L" + px + " " + py);
      }
      last = px;
    }
    close(path, closed && !last.isEmpty(), start, last);
    return path.toString();
  }

  private static void close(StringBuilder path, boolean closed, String start, String end) {
    if (closed) {
      path.append('L').append(end).append(" 1000L").append(start).append(" 1000Z");
    }
  }
}
