package io.elasticinference.scaling;

import io.elasticinference.internal.scaling.Quantities;

/**
 * What an autoscaler reads of one external metric in one sync: a value over all replicas, or
 * nothing. Immutable.
 */
public final class MetricReading {

  private static final MetricReading MISSING = new MetricReading(false, 0);

  private final boolean present;
  private final long milli;

  private MetricReading(boolean present, long milli) {
    this.present = present;
    this.milli = milli;
  }

  /**
   * A value, over all replicas together. What is finer than thousandths is rounded up.
   *
   * @param value the metric's value, at least 0
   * @return the reading
   * @throws IllegalArgumentException where the value is negative or no number
   */
  public static MetricReading of(double value) {
    return ofMilli(Quantities.milli("value", value));
  }

  /**
   * A value in thousandths, over all replicas together.
   *
   * @param milli thousandths of the metric's value; a negative one is taken for an overflow, as the
   *     controller does
   * @return the reading
   */
  public static MetricReading ofMilli(long milli) {
    return new MetricReading(true, milli);
  }

  /**
   * No value: the metric has no items, or its adapter does not answer, which the autoscaler sees as
   * an error.
   *
   * @return the reading
   */
  public static MetricReading missing() {
    return MISSING;
  }

  /**
   * Whether there is a value.
   *
   * @return false for {@link #missing()}
   */
  public boolean present() {
    return present;
  }

  /**
   * The value in thousandths.
   *
   * @return thousandths; 0 where there is none
   */
  public long milli() {
    return milli;
  }

  @Override
  public String toString() {
    return present ? String.valueOf(milli / 1000.0) : "missing";
  }
}
