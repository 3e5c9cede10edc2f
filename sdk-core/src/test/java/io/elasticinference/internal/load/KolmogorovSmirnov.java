package io.elasticinference.internal.load;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** How far values are from a distribution. */
final class KolmogorovSmirnov {
  /** Passed by chance once in a thousand; tests with fixed seeds cannot flicker. */
  static final double LIMIT = 1.95;

  private KolmogorovSmirnov() {}

  /** The distance, times the root of the number of values, which are sorted. */
  static double distance(double[] values, DoubleUnaryOperator cdf) {
    Arrays.sort(values);
    double distance = 0;
    for (int i = 0; i < values.length; i++) {
      double p = cdf.applyAsDouble(values[i]);
      distance =
          Math.max(
              distance, Math.max(p - (double) i / values.length, (i + 1.0) / values.length - p));
    }
    return distance * Math.sqrt(values.length);
  }
}
