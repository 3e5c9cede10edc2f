package io.elasticinference.internal.load;

import java.nio.ByteBuffer;

/**
 * Finds a text in a stream of bytes that comes in pieces, keeping none of them (Knuth, Morris and
 * Pratt, 1977).
 */
final class TextFinder {
  private final byte[] wanted;
  private final int[] fallback;
  private int matched;

  TextFinder(byte[] wanted) {
    this.wanted = wanted;
    this.fallback = new int[wanted.length + 1];
    for (int i = 1, k = 0; i < wanted.length; i++) {
      while (k > 0 && wanted[i] != wanted[k]) {
        k = fallback[k];
      }
      if (wanted[i] == wanted[k]) {
        k++;
      }
      fallback[i + 1] = k;
    }
  }

  void reset() {
    matched = 0;
  }

  boolean found() {
    return matched == wanted.length;
  }

  void accept(ByteBuffer buffer, int from, int to) {
    for (int i = from; i < to && matched < wanted.length; i++) {
      byte b = buffer.get(i);
      while (matched > 0 && b != wanted[matched]) {
        matched = fallback[matched];
      }
      if (b == wanted[matched]) {
        matched++;
      }
    }
  }
}
