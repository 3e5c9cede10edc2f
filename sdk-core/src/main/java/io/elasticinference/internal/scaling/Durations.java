package io.elasticinference.internal.scaling;

import java.util.Arrays;

/** Sorted durations in nanoseconds, for means and percentiles. */
public final class Durations {

  private final long[] sorted;

  /** Sorts a copy. */
  public Durations(long[] nanos) {
    sorted = nanos.clone();
    Arrays.sort(sorted);
  }

  /** The least value that at least a share of all do not exceed (nearest rank); 0 without any. */
  public long percentile(double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }

  /** The mean; 0 without any. */
  public double mean() {
    return Arrays.stream(sorted).mapToDouble(nanos -> nanos).average().orElse(0);
  }

  /** How many are above zero. */
  public int positive() {
    int found = Arrays.binarySearch(sorted, 1);
    int from = found < 0 ? -found - 1 : found;
    while (from > 0 && sorted[from - 1] > 0) {
      from--;
    }
    return sorted.length - from;
  }
}
