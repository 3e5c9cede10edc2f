package io.elasticinference.testkit.oss.internal.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of {@code x-oss-hash-crc64ecma}: CRC-64 with the polynomial of ECMA-182, reflected,
 * with all ones before and after. Eight bytes at a time by eight tables ("slicing", Kounavis and
 * Berry, 2005); in large pieces four lanes side by side, which a processor computes at the same
 * time since none waits for another, and which are joined by shifting. Not thread-safe.
 */
public final class Crc64 {

  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bytes of one lane: many to a joint, and all lanes together stay in a core's cache. */
  private static final int LANE = 4096;

  private static final int LANES = 4;

  private static final long[] T0 = first();
  private static final long[] T1 = next(T0);
  private static final long[] T2 = next(T1);
  private static final long[] T3 = next(T2);
  private static final long[] T4 = next(T3);
  private static final long[] T5 = next(T4);
  private static final long[] T6 = next(T5);
  private static final long[] T7 = next(T6);

  /** What a byte at each place of a checksum becomes when a lane of zeros follows it. */
  private static final long[][] SHIFT = shift();

  private long state = -1;

  /** Adds bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int i = offset;
    int end = offset + length;
    for (int last = end - LANES * LANE; i <= last; i += LANES * LANE) {
      lanes(bytes, i);
    }
    long crc = state;
    for (int last = end - 8; i <= last; i += 8) {
      crc = slice(crc ^ (long) LONGS.get(bytes, i));
    }
    for (; i < end; i++) {
      crc = T0[((int) crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
    }
    state = crc;
  }

  private void lanes(byte[] bytes, int begin) {
    long first = state;
    long second = 0;
    long third = 0;
    long fourth = 0;
    for (int i = begin, end = begin + LANE; i < end; i += 8) {
      first = slice(first ^ (long) LONGS.get(bytes, i));
      second = slice(second ^ (long) LONGS.get(bytes, i + LANE));
      third = slice(third ^ (long) LONGS.get(bytes, i + 2 * LANE));
      fourth = slice(fourth ^ (long) LONGS.get(bytes, i + 3 * LANE));
    }
    state = shift(shift(shift(first) ^ second) ^ third) ^ fourth;
  }

  private static long slice(long x) {
    return T7[(int) x & 0xff]
        ^ T6[(int) (x >>> 8) & 0xff]
        ^ T5[(int) (x >>> 16) & 0xff]
        ^ T4[(int) (x >>> 24) & 0xff]
        ^ T3[(int) (x >>> 32) & 0xff]
        ^ T2[(int) (x >>> 40) & 0xff]
        ^ T1[(int) (x >>> 48) & 0xff]
        ^ T0[(int) (x >>> 56)];
  }

  private static long shift(long crc) {
    long shifted = 0;
    for (int place = 0; place < 8; place++) {
      shifted ^= SHIFT[place][(int) (crc >>> (8 * place)) & 0xff];
    }
    return shifted;
  }

  /** The checksum of the bytes so far. */
  public long value() {
    return ~state;
  }

  /**
   * The checksum of two pieces one after the other: a shift of the first by the second's length,
   * which is a multiplication by a power of x modulo the polynomial.
   */
  public static long combine(long first, long second, long secondLength) {
    return multiply(power(secondLength), first) ^ second;
  }

  /** x to the power of eight times a number of bytes. */
  private static long power(long bytes) {
    long power = 1L << 63;
    long square = 1L << 55;
    for (long n = bytes; n != 0; n >>>= 1) {
      if ((n & 1) != 0) {
        power = multiply(power, square);
      }
      square = multiply(square, square);
    }
    return power;
  }

  private static long[][] shift() {
    long power = power(LANE);
    long[][] shift = new long[8][256];
    for (int place = 0; place < 8; place++) {
      for (int value = 0; value < 256; value++) {
        shift[place][value] = multiply(power, (long) value << (8 * place));
      }
    }
    return shift;
  }

  private static long multiply(long a, long b) {
    long product = 0;
    long factor = b;
    for (long bit = 1L << 63; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= factor;
      }
      factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
    }
    return product;
  }

  private static long[] first() {
    long[] table = new long[256];
    for (int i = 0; i < 256; i++) {
      long crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
      }
      table[i] = crc;
    }
    return table;
  }

  private static long[] next(long[] before) {
    long[] table = new long[256];
    for (int i = 0; i < 256; i++) {
      table[i] = T0[(int) before[i] & 0xff] ^ (before[i] >>> 8);
    }
    return table;
  }
}
