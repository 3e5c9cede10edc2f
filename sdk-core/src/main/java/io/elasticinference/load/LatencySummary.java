package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.Latencies;
import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * How a set of times is distributed, exact to three decimal digits (an HdrHistogram). Immutable.
 */
public final class LatencySummary {
  private final AbstractHistogram histogram;

  LatencySummary(AbstractHistogram histogram) {
    this.histogram = histogram.copy();
  }

  /**
   * How many times there are.
   *
   * @return at least 0
   */
  public long count() {
    return histogram.getTotalCount();
  }

  /**
   * The time that a share of all does not exceed.
   *
   * @param percent 0 to 100, for example 99.9
   * @return zero when there are none
   * @throws IllegalArgumentException when the share is out of range
   */
  public Duration percentile(double percent) {
    Check.argument(percent >= 0 && percent <= 100, "percent", percent, "0 to 100");
    return Latencies.percentile(histogram, percent);
  }

  /**
   * The median.
   *
   * @return zero when there are none
   */
  public Duration p50() {
    return percentile(50);
  }

  /**
   * The 90th percentile.
   *
   * @return zero when there are none
   */
  public Duration p90() {
    return percentile(90);
  }

  /**
   * The 95th percentile.
   *
   * @return zero when there are none
   */
  public Duration p95() {
    return percentile(95);
  }

  /**
   * The 99th percentile.
   *
   * @return zero when there are none
   */
  public Duration p99() {
    return percentile(99);
  }

  /**
   * The 99.9th percentile.
   *
   * @return zero when there are none
   */
  public Duration p999() {
    return percentile(99.9);
  }

  /**
   * The longest.
   *
   * @return zero when there are none
   */
  public Duration max() {
    return percentile(100);
  }

  /**
   * The mean.
   *
   * @return zero when there are none
   */
  public Duration mean() {
    return Duration.ofNanos(Math.round(histogram.getMean()));
  }

  /**
   * How many of the times are at most the given one.
   *
   * @param limit zero or longer
   * @return a count, exact to the three digits
   */
  public long countUpTo(Duration limit) {
    return histogram.getCountBetweenValues(0, Latencies.clamped(limit.toNanos()));
  }

  /**
   * The whole distribution in HdrHistogram's own compressed format (V2, Base64), in nanoseconds, to
   * be merged with others or read by its tools.
   *
   * @return one line of text
   */
  public String encoded() {
    return Latencies.encode(histogram);
  }

  /** Count and main percentiles in milliseconds. */
  @Override
  public String toString() {
    return "n=" + count() + " p50=" + p50() + " p99=" + p99() + " max=" + max();
  }
}
