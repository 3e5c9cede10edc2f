package io.elasticinference.internal.scaling;

import java.util.Arrays;

/**
 * The changes of one direction that policies count. A new one takes the place of the last that is
 * older than this direction's longest period; others that are so old stay, and the other direction
 * still counts them where its periods are longer, as in the controller.
 */
final class ScaleEvents {

  private long[] times = new long[8];
  private int[] changes = new int[8];
  private int size;

  /**
   * Remembers a change.
   *
   * @param change how many replicas, not negative
   * @param longestPeriod the longest of this direction's policies, in nanoseconds
   */
  void add(long now, int change, long longestPeriod) {
    int slot = size;
    for (int i = 0; i < size; i++) {
      if (times[i] < now - longestPeriod) {
        slot = i;
      }
    }
    if (slot == size) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        changes = Arrays.copyOf(changes, size * 2);
      }
      size++;
    }
    times[slot] = now;
    changes[slot] = change;
  }

  /** The replicas changed within a period, its begin not included; wraps around at 32 bits. */
  int within(long now, long period) {
    int replicas = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > now - period) {
        replicas += changes[i];
      }
    }
    return replicas;
  }
}
