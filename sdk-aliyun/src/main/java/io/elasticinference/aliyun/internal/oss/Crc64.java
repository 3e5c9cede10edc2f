package io.elasticinference.aliyun.internal.oss;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CRC-64/ECMA-182 as OSS tells it in {@code x-oss-hash-crc64ecma}: reflected, all ones before and
 * after. The OSS client's own class takes the bytes 2 KiB at a time and waits for each eight of
 * them; this one takes large pieces, in which four lanes are computed side by side, since no lane
 * waits for another ("slicing by 8": Kounavis and Berry, 2005; lanes are joined by a multiplication
 * modulo the polynomial). For one thread.
 */
final class Crc64 {

  private static final long POLYNOMIAL = 0xC96C5795D7870F42L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bytes of a lane; four of them fit a core's first cache, beside the tables. */
  private static final int LANE = 2048;

  private static final int PIECE = 4 * LANE;

  /** Table k: what a byte becomes that k more bytes follow. */
  private static final long[][] TABLES = tables();

  private static final long[] A = TABLES[0];
  private static final long[] B = TABLES[1];
  private static final long[] C = TABLES[2];
  private static final long[] D = TABLES[3];
  private static final long[] E = TABLES[4];
  private static final long[] F = TABLES[5];
  private static final long[] G = TABLES[6];
  private static final long[] H = TABLES[7];

  /** What a byte at each place of a checksum becomes when a lane of zeros follows. */
  private static final long[][] PAST_A_LANE = pastALane();

  private long crc = -1;

  void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; at <= end - PIECE; at += PIECE) {
      crc = piece(crc, bytes, at);
    }
    long sum = crc;
    for (; at <= end - 8; at += 8) {
      sum = eight(sum ^ (long) LONGS.get(bytes, at));
    }
    for (; at < end; at++) {
      sum = A[((int) sum ^ bytes[at]) & 0xff] ^ (sum >>> 8);
    }
    crc = sum;
  }

  long value() {
    return ~crc;
  }

  private static long piece(long before, byte[] bytes, int begin) {
    long one = before;
    long two = 0;
    long three = 0;
    long four = 0;
    for (int at = begin; at < begin + LANE; at += 8) {
      one = eight(one ^ (long) LONGS.get(bytes, at));
      two = eight(two ^ (long) LONGS.get(bytes, at + LANE));
      three = eight(three ^ (long) LONGS.get(bytes, at + 2 * LANE));
      four = eight(four ^ (long) LONGS.get(bytes, at + 3 * LANE));
    }
    return pastALane(pastALane(pastALane(one) ^ two) ^ three) ^ four;
  }

  private static long eight(long x) {
    return H[(int) x & 0xff]
        ^ G[(int) (x >>> 8) & 0xff]
        ^ F[(int) (x >>> 16) & 0xff]
        ^ E[(int) (x >>> 24) & 0xff]
        ^ D[(int) (x >>> 32) & 0xff]
        ^ C[(int) (x >>> 40) & 0xff]
        ^ B[(int) (x >>> 48) & 0xff]
        ^ A[(int) (x >>> 56)];
  }

  private static long pastALane(long sum) {
    long past = 0;
    for (int place = 0; place < 8; place++) {
      past ^= PAST_A_LANE[place][(int) (sum >>> (8 * place)) & 0xff];
    }
    return past;
  }

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    fill(tables[0], power(1), 0);
    for (int k = 1; k < 8; k++) {
      for (int value = 0; value < 256; value++) {
        long before = tables[k - 1][value];
        tables[k][value] = tables[0][(int) before & 0xff] ^ (before >>> 8);
      }
    }
    return tables;
  }

  private static long[][] pastALane() {
    long power = power(LANE);
    long[][] past = new long[8][256];
    for (int place = 0; place < 8; place++) {
      fill(past[place], power, 8 * place);
    }
    return past;
  }

  /** Multiplies all values of a byte at a place; eight products make up the rest. */
  private static void fill(long[] products, long factor, int place) {
    for (int bit = 1; bit < 256; bit <<= 1) {
      products[bit] = times(factor, (long) bit << place);
      for (int lower = 1; lower < bit; lower++) {
        products[bit + lower] = products[bit] ^ products[lower];
      }
    }
  }

  /**
   * The checksum of one piece after another.
   *
   * @param length the bytes of the second
   */
  static long combine(long first, long second, long length) {
    return times(power(length), first) ^ second;
  }

  /** What a checksum is multiplied with when so many zeros follow: x to the power of eight each. */
  private static long power(long bytes) {
    long power = 1L << 63;
    long square = 1L << 55;
    for (long rest = bytes; rest > 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        power = times(power, square);
      }
      square = times(square, square);
    }
    return power;
  }

  /** Multiplies modulo the polynomial; the highest power of x is the lowest bit. */
  private static long times(long one, long other) {
    long product = 0;
    long shifted = other;
    for (int bit = 63; bit >= 0; bit--) {
      product ^= -(one >>> bit & 1) & shifted;
      shifted = (shifted >>> 1) ^ (-(shifted & 1) & POLYNOMIAL);
    }
    return product;
  }
}
