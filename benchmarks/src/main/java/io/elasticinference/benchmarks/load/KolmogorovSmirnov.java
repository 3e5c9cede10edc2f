package io.elasticinference.benchmarks.load;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The test of Kolmogorov and Smirnov, of one sample against a distribution that is known in full.
 *
 * @param distance the largest between the two distribution functions
 * @param size of the sample
 */
record KolmogorovSmirnov(double distance, int size) {
  static KolmogorovSmirnov of(double[] sample, DoubleUnaryOperator distribution) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = distribution.applyAsDouble(sorted[i]);
      most = Math.max(most, expected - (double) i / sorted.length);
      most = Math.max(most, (i + 1.0) / sorted.length - expected);
    }
    return new KolmogorovSmirnov(most, sorted.length);
  }

  /**
   * How probable a distance of at least this is, when the sample is of the distribution:
   * Kolmogorov's series with the correction of Stephens (Journal of the Royal Statistical Society
   * B, 1970) for finite samples.
   */
  double probability() {
    double root = Math.sqrt(size);
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      double term = Math.exp(-2 * k * k * lambda * lambda);
      sum += k % 2 == 1 ? term : -term;
    }
    return lambda < 0.2 ? 1 : Math.max(0, Math.min(1, 2 * sum));
  }
}
