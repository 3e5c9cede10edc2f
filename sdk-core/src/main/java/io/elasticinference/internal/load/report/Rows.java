package io.elasticinference.internal.load.report;

import java.util.Arrays;

/** Puts labels that stand close to each other into different rows, as far as there are rows. */
final class Rows {
  private static final int COUNT = 4;

  private final double width;
  private final double[] ends = new double[COUNT];
  private int last;

  /** The width of a label as a share of the axis. */
  Rows(double width) {
    this.width = width;
    Arrays.fill(ends, Double.NEGATIVE_INFINITY);
  }

  /** The row of the label at the given place; places come in order. */
  int place(double at) {
    for (int row = 0; row < COUNT; row++) {
      if (ends[row] <= at) {
        return take(row, at);
      }
    }
    return take((last + 1) % COUNT, at);
  }

  private int take(int row, double at) {
    ends[row] = at + width;
    last = row;
    return row;
  }
}
