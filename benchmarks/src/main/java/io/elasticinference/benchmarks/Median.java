package io.elasticinference.benchmarks;

import java.util.Collection;
import java.util.stream.DoubleStream;

/** The middle of several measurements, which one that was disturbed does not move. */
public final class Median {

  private Median() {}

  /**
   * The median of a collection.
   *
   * @param values at least one
   * @return the middle one, or the mean of the two in the middle
   */
  public static double of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue));
  }

  /**
   * The median of a stream.
   *
   * @param values at least one
   * @return the middle one, or the mean of the two in the middle
   */
  public static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
