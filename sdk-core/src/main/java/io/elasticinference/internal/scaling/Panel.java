package io.elasticinference.internal.scaling;

import io.elasticinference.internal.scaling.Canvas.Anchor;
import io.elasticinference.internal.scaling.Canvas.Pen;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** A rectangle with two axes, into which values are drawn. */
final class Panel {

  static final String INK = "#1f2937";
  static final String FAINT = "#6b7280";
  private static final Pen GRID = new Pen("#e5e7eb", 1, false);
  private static final double LETTER = 6.6;
  private static final double SWATCH = 18;

  private final Canvas canvas;
  private final double left;
  private final double top;
  private final double width;
  private final double height;
  private final double maxX;
  private final DoubleUnaryOperator scaleY;
  private final double minY;
  private final double maxY;
  private double legend;

  /** Makes a panel whose values reach from 0 to the last of the ticks on x, and the ticks on y. */
  Panel(
      Canvas canvas,
      double[] box,
      double maxX,
      List<Double> ticksY,
      boolean logarithmic,
      DoubleFunction<String> label) {
    this.canvas = canvas;
    this.left = box[0];
    this.top = box[1];
    this.width = box[2];
    this.height = box[3];
    this.maxX = maxX;
    this.scaleY = logarithmic ? StrictMath::log10 : DoubleUnaryOperator.identity();
    this.minY = scaleY.applyAsDouble(ticksY.get(0));
    this.maxY = scaleY.applyAsDouble(ticksY.get(ticksY.size() - 1));
    this.legend = left + width;
    for (double tick : ticksY) {
      horizontal(tick, GRID);
      canvas.text(left - 8, y(tick) + 4, label.apply(tick), Anchor.END, false, FAINT);
    }
  }

  void title(String text) {
    canvas.text(left, top - 10, text, Anchor.START, true, INK);
  }

  /** Explains a colour at the top right, to the left of those before. */
  void legend(String text, Pen pen) {
    legend -= text.length() * LETTER;
    canvas.text(legend, top - 10, text, Anchor.START, false, INK);
    legend -= SWATCH + 6;
    canvas.line(new Points().add(legend, top - 14).add(legend + SWATCH, top - 14), pen);
    legend -= 16;
  }

  /** Labels the x axis. */
  void ticksX(List<Double> ticks, DoubleFunction<String> label) {
    for (double tick : ticks) {
      canvas.text(x(tick), top + height + 18, label.apply(tick), Anchor.MIDDLE, false, FAINT);
    }
  }

  void horizontal(double value, Pen pen) {
    canvas.line(new Points().add(left, y(value)).add(left + width, y(value)), pen);
  }

  double x(double value) {
    return left + width * value / maxX;
  }

  double y(double value) {
    double scaled = Math.max(minY, Math.min(maxY, scaleY.applyAsDouble(value)));
    return top + height * (1 - (scaled - minY) / (maxY - minY));
  }

  double bottom() {
    return top + height;
  }

  Canvas canvas() {
    return canvas;
  }
}
