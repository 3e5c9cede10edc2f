package io.elasticinference.internal.load;

import java.nio.ByteBuffer;

/**
 * The last head that was read and found well-formed, byte for byte. The same bytes mean the same,
 * and most servers say the same for a second long, until the date changes: so they are compared,
 * many at a time, instead of being read one by one.
 */
final class KnownHead {
  private static final int MAX_BYTES = 2048;

  private final HeadFacts facts = new HeadFacts();
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  HeadFacts facts() {
    return facts;
  }

  int length() {
    return bytes.limit();
  }

  /** Whether the buffer goes on with all the bytes of this head. */
  boolean begins(ByteBuffer in) {
    int length = bytes.limit();
    if (length == 0 || in.remaining() < length) {
      return false;
    }
    int limit = in.limit();
    in.limit(in.position() + length);
    boolean same = in.mismatch(bytes) < 0;
    in.limit(limit);
    return same;
  }

  /** Remembers what stands in the buffer between a position and the present one. */
  void keep(ByteBuffer in, int from, HeadFacts meaning) {
    int length = in.position() - from;
    if (length > MAX_BYTES) {
      return;
    }
    if (bytes.capacity() < length) {
      bytes = ByteBuffer.allocate(MAX_BYTES);
    }
    bytes.limit(length);
    in.get(from, bytes.array(), 0, length);
    facts.set(meaning);
  }
}
