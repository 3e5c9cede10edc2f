package io.elasticinference.internal.scaling;

/** What charts are drawn on; the origin is at the top left, colours are {@code #rrggbb}. */
interface Canvas {

  /** Where a text stands, seen from its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How a line looks. */
  record Pen(String color, double width, boolean dashed) {}

  void rect(double x, double y, double width, double height, String fill);

  /** A line through points, {@code x0, y0, x1, y1, …}. */
  void line(Points points, Pen pen);

  /** An area within points. */
  void area(Points points, String fill);

  void circle(double x, double y, double radius, String fill, String stroke);

  void text(double x, double y, String text, Anchor anchor, boolean bold, String color);
}
