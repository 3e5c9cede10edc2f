package io.elasticinference.internal.scaling;

import java.util.Arrays;

/** Points in order; a line or the edge of an area. */
final class Points {

  private double[] coordinates = new double[64];
  private int size;

  Points add(double x, double y) {
    if (size + 2 > coordinates.length) {
      coordinates = Arrays.copyOf(coordinates, size * 2);
    }
    coordinates[size++] = x;
    coordinates[size++] = y;
    return this;
  }

  int size() {
    return size / 2;
  }

  double x(int point) {
    return coordinates[2 * point];
  }

  double y(int point) {
    return coordinates[2 * point + 1];
  }
}
