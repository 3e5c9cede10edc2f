package io.elasticinference.internal.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/** Histograms of times in nanoseconds: three digits, to one hour. */
public final class Latencies {
  private static final long LONGEST = 3_600_000_000_000L;

  private Latencies() {}

  /**
   * An empty histogram.
   *
   * @return three digits, to one hour
   */
  public static Histogram histogram() {
    return new Histogram(1_000, LONGEST, 3);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(clamped(nanos));
  }

  /**
   * A time within the range of the histograms.
   *
   * @param nanos any number
   * @return at least 0, at most one hour
   */
  public static long clamped(long nanos) {
    return Math.max(0, Math.min(LONGEST, nanos));
  }

  /**
   * The time that a share of all does not exceed.
   *
   * @param histogram in nanoseconds
   * @param percent 0 to 100
   * @return zero when the histogram is empty
   */
  public static Duration percentile(AbstractHistogram histogram, double percent) {
    // A bucket's highest value may lie above the longest time that was seen.
    return Duration.ofNanos(
        Math.min(histogram.getValueAtPercentile(percent), histogram.getMaxValue()));
  }

  /**
   * The histogram in HdrHistogram's compressed format.
   *
   * @param histogram any
   * @return Base64 text
   */
  public static String encode(AbstractHistogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /**
   * The histogram that was encoded.
   *
   * @param text what {@link #encode} answered
   * @return a new histogram
   * @throws IllegalArgumentException when the text is something else
   */
  public static Histogram decode(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), LONGEST);
    } catch (DataFormatException | RuntimeException e) {
      throw new IllegalArgumentException("histogram: cannot be decoded", e);
    }
  }
}
