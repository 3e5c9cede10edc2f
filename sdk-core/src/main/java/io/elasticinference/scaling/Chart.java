package io.elasticinference.scaling;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.internal.scaling.Checks;
import io.elasticinference.internal.scaling.Drawing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of a simulation, as SVG or as pixels. Needs no display. */
public final class Chart {

  private static final int SHARPNESS = 2;

  private final Drawing drawing;

  Chart(Drawing drawing) {
    this.drawing = drawing;
  }

  /**
   * The picture as an SVG document.
   *
   * @return the document
   */
  public String svg() {
    return drawing.svg();
  }

  /**
   * The picture as pixels, two for each of the SVG's in either direction. Letters need a font: a
   * slim container has none, and then only SVG can be had.
   *
   * @return the image
   * @throws ElasticInferenceException where this machine has no font
   */
  public BufferedImage image() {
    try {
      return drawing.image(SHARPNESS);
    } catch (LinkageError | InternalError e) {
      // What the JDK throws where it finds no font configuration or no font library.
      throw new ElasticInferenceException(
          "Chart: this machine draws no letters, " + e + " (expected: a font).",
          "Install fontconfig and a font, or write the chart as SVG.",
          false,
          e);
    }
  }

  /**
   * The picture as a PNG file's bytes.
   *
   * @return the bytes
   * @throws ElasticInferenceException where this machine has no font
   */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Checks.check(
          ImageIO.write(image(), "png", bytes), "format", "png", "one that ImageIO writes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the picture to a file: PNG where its name ends so, else SVG.
   *
   * @param file the file, overwritten where it exists
   * @throws ElasticInferenceException where the file cannot be written
   */
  public void writeTo(Path file) {
    try {
      if (file.toString().endsWith(".png")) {
        Files.write(file, png());
      } else {
        Files.writeString(file, svg());
      }
    } catch (IOException e) {
      throw new ElasticInferenceException(
          "Chart file " + file + ": " + e + " (expected: a file that can be written).",
          "Name a file in a folder that exists and that this user may write to.",
          false,
          e);
    }
  }
}
