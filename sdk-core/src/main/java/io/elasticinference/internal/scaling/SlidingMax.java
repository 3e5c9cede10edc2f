package io.elasticinference.internal.scaling;

import java.util.Arrays;

/**
 * The highest value within a window that slides along with time. A ring of those values that a
 * later one does not exceed: times rise and values fall from the first to the last.
 */
final class SlidingMax {

  private long[] times = new long[16];
  private int[] values = new int[16];
  private int first;
  private int size;

  /** Adds a value; times never go back. */
  void add(long time, int value) {
    while (size > 0 && values[slot(size - 1)] <= value) {
      size--;
    }
    if (size == times.length) {
      grow();
    }
    times[slot(size)] = time;
    values[slot(size)] = value;
    size++;
  }

  /** The highest of a value and of all from a moment on, which never goes back either. */
  int since(long cutoff, int value) {
    while (size > 0 && times[first] < cutoff) {
      first = slot(1);
      size--;
    }
    return size == 0 ? value : Math.max(value, values[first]);
  }

  private int slot(int index) {
    return (first + index) & (times.length - 1);
  }

  private void grow() {
    long[] oldTimes = times;
    int[] oldValues = values;
    times = Arrays.copyOf(oldTimes, size * 2);
    values = Arrays.copyOf(oldValues, size * 2);
    for (int i = 0; i < size; i++) {
      int old = (first + i) & (size - 1);
      times[i] = oldTimes[old];
      values[i] = oldValues[old];
    }
    first = 0;
  }
}
