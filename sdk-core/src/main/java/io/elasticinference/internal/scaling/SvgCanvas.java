package io.elasticinference.internal.scaling;

import java.util.Locale;

/** Writes an SVG document. */
final class SvgCanvas implements Canvas {

  private static final int FONT_SIZE = 12;

  private final StringBuilder svg = new StringBuilder();

  SvgCanvas(int width, int height, String title) {
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
        .append(width)
        .append("\" height=\"")
        .append(height)
        .append("\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" font-family=\"sans-serif\" font-size=\"")
        .append(FONT_SIZE)
        .append("\">\n<title>")
        .append(escaped(title))
        .append("</title>\n");
    rect(0, 0, width, height, "#ffffff");
  }

  String document() {
    return svg + "</svg>\n";
  }

  @Override
  public void rect(double x, double y, double width, double height, String fill) {
    element("rect");
    attribute("x", x);
    attribute("y", y);
    attribute("width", width);
    attribute("height", height);
    attribute("fill", fill);
    svg.append("/>\n");
  }

  @Override
  public void line(Points points, Pen pen) {
    element("polyline");
    points(points);
    attribute("fill", "none");
    attribute("stroke", pen.color());
    attribute("stroke-width", pen.width());
    if (pen.dashed()) {
      attribute("stroke-dasharray", "5 4");
    }
    svg.append("/>\n");
  }

  @Override
  public void area(Points points, String fill) {
    element("polygon");
    points(points);
    attribute("fill", fill);
    svg.append("/>\n");
  }

  @Override
  public void circle(double x, double y, double radius, String fill, String stroke) {
    element("circle");
    attribute("cx", x);
    attribute("cy", y);
    attribute("r", radius);
    attribute("fill", fill);
    attribute("stroke", stroke);
    svg.append("/>\n");
  }

  @Override
  public void text(double x, double y, String text, Anchor anchor, boolean bold, String color) {
    element("text");
    attribute("x", x);
    attribute("y", y);
    attribute("fill", color);
    attribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
    if (bold) {
      attribute("font-weight", "bold");
    }
    svg.append('>').append(escaped(text)).append("</text>\n");
  }

  private void element(String name) {
    svg.append('<').append(name);
  }

  private void points(Points points) {
    svg.append(" points=\"");
    for (int i = 0; i < points.size(); i++) {
      svg.append(i == 0 ? "" : " ")
          .append(number(points.x(i)))
          .append(',')
          .append(number(points.y(i)));
    }
    svg.append('"');
  }

  private void attribute(String name, double value) {
    attribute(name, number(value));
  }

  private void attribute(String name, String value) {
    svg.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  /** Tenths of a pixel. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? String.valueOf(tenths / 10) : String.valueOf(tenths / 10.0);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                // XML has no way to write other control characters, nor halves of pairs.
                default ->
                    escaped.appendCodePoint(
                        c < ' ' || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF
                            ? ' '
                            : c);
              }
            });
    return escaped.toString();
  }
}
