package io.elasticinference.internal.scaling;

import java.awt.image.BufferedImage;

/** Something that can be drawn at a fixed size. */
public interface Drawing {

  /** Its width in pixels. */
  int width();

  /** Its height in pixels. */
  int height();

  /** What it shows, in one sentence, for those who cannot see it. */
  String title();

  /** As an SVG document. */
  default String svg() {
    SvgCanvas canvas = new SvgCanvas(width(), height(), title());
    draw(canvas);
    return canvas.document();
  }

  /** As pixels, some for each of the drawing's own. */
  default BufferedImage image(int scale) {
    try (ImageCanvas canvas = new ImageCanvas(width(), height(), scale)) {
      draw(canvas);
      return canvas.image();
    }
  }

  /** Draws it. */
  void draw(Canvas canvas);
}
