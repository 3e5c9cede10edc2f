package io.elasticinference.internal.scaling;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws pixels; needs no display. */
final class ImageCanvas implements Canvas, AutoCloseable {

  private static final int FONT_SIZE = 12;
  private static final float[] DASHES = {5, 4};

  private final BufferedImage image;
  private final Graphics2D graphics;

  ImageCanvas(int width, int height, int scale) {
    image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.scale(scale, scale);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    rect(0, 0, width, height, "#ffffff");
  }

  BufferedImage image() {
    return image;
  }

  @Override
  public void rect(double x, double y, double width, double height, String fill) {
    graphics.setColor(Color.decode(fill));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void line(Points points, Pen pen) {
    graphics.setColor(Color.decode(pen.color()));
    graphics.setStroke(
        new BasicStroke(
            (float) pen.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_MITER,
            4,
            pen.dashed() ? DASHES : null,
            0));
    graphics.draw(path(points));
  }

  @Override
  public void area(Points points, String fill) {
    graphics.setColor(Color.decode(fill));
    Path2D path = path(points);
    path.closePath();
    graphics.fill(path);
  }

  private static Path2D path(Points points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.x(0), points.y(0));
    for (int i = 1; i < points.size(); i++) {
      path.lineTo(points.x(i), points.y(i));
    }
    return path;
  }

  @Override
  public void circle(double x, double y, double radius, String fill, String stroke) {
    Ellipse2D circle = new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    graphics.setColor(Color.decode(fill));
    graphics.fill(circle);
    graphics.setColor(Color.decode(stroke));
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(circle);
  }

  @Override
  public void text(double x, double y, String text, Anchor anchor, boolean bold, String color) {
    graphics.setColor(Color.decode(color));
    graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, FONT_SIZE));
    double width = graphics.getFontMetrics().stringWidth(text);
    double left =
        switch (anchor) {
          case START -> x;
          case MIDDLE -> x - width / 2;
          case END -> x - width;
        };
    graphics.drawString(text, (float) left, (float) y);
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
