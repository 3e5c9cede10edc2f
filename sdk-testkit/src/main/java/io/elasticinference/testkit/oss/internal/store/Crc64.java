package io.elasticinference.testkit.oss.internal.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The checksum of {@code x-oss-hash-crc64ecma}: CRC-64 with the polynomial of ECMA-182, reflected,
 * with all ones before and after. Computed sixteen bytes at a time with sixteen tables ("slicing",
 * Kounavis and Berry, 2005). Not thread-safe.
 */
public final class Crc64 {

  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long[] T0 = first();
  private static final long[] T1 = next(T0);
  private static final long[] T2 = next(T1);
  private static final long[] T3 = next(T2);
  private static final long[] T4 = next(T3);
  private static final long[] T5 = next(T4);
  private static final long[] T6 = next(T5);
  private static final long[] T7 = next(T6);
  private static final long[] T8 = next(T7);
  private static final long[] T9 = next(T8);
  private static final long[] T10 = next(T9);
  private static final long[] T11 = next(T10);
  private static final long[] T12 = next(T11);
  private static final long[] T13 = next(T12);
  private static final long[] T14 = next(T13);
  private static final long[] T15 = next(T14);

  private long state = -1;

  /** Adds bytes. */
  public void update(byte[] bytes, int offset, int length) {
    long crc = state;
    int i = offset;
    int end = offset + length;
    for (int last = end - 16; i <= last; i += 16) {
      long low = crc ^ (long) LONGS.get(bytes, i);
      long high = (long) LONGS.get(bytes, i + 8);
      crc =
          T15[(int) low & 0xff]
              ^ T14[(int) (low >>> 8) & 0xff]
              ^ T13[(int) (low >>> 16) & 0xff]
              ^ T12[(int) (low >>> 24) & 0xff]
              ^ T11[(int) (low >>> 32) & 0xff]
              ^ T10[(int) (low >>> 40) & 0xff]
              ^ T9[(int) (low >>> 48) & 0xff]
              ^ T8[(int) (low >>> 56)]
              ^ T7[(int) high & 0xff]
              ^ T6[(int) (high >>> 8) & 0xff]
              ^ T5[(int) (high >>> 16) & 0xff]
              ^ T4[(int) (high >>> 24) & 0xff]
              ^ T3[(int) (high >>> 32) & 0xff]
              ^ T2[(int) (high >>> 40) & 0xff]
              ^ T1[(int) (high >>> 48) & 0xff]
              ^ T0[(int) (high >>> 56)];
    }
    for (; i < end; i++) {
      crc = T0[((int) crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
    }
    state = crc;
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
    long power = 1L << 63;
    long square = 1L << 55;
    for (long n = secondLength; n != 0; n >>>= 1) {
      if ((n & 1) != 0) {
        power = multiply(power, square);
      }
      square = multiply(square, square);
    }
    return multiply(power, first) ^ second;
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
