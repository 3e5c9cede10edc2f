package io.elasticinference.internal.load;

/** A queue of numbers that allocates only when it grows. */
final class LongRing {
  private long[] values = new long[64];
  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long first() {
    return values[first];
  }

  void add(long value) {
    if (size == values.length) {
      long[] larger = new long[size * 2];
      int tail = size - first;
      System.arraycopy(values, first, larger, 0, tail);
      System.arraycopy(values, 0, larger, tail, first);
      values = larger;
      first = 0;
    }
    values[(first + size) & (values.length - 1)] = value;
    size++;
  }

  long remove() {
    long value = values[first];
    first = (first + 1) & (values.length - 1);
    size--;
    return value;
  }
}
