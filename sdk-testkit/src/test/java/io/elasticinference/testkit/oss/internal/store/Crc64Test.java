package io.elasticinference.testkit.oss.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

  /** The longest is more than two pieces of four lanes each, the others lie around the borders. */
  private static final int[] LENGTHS = {0, 1, 7, 8, 9, 4096, 16_383, 16_384, 16_385, 40_001};

  private final byte[] bytes = new byte[50_000];

  Crc64Test() {
    new Random(1).nextBytes(bytes);
  }

  @Test
  void value_isTheCheckValueOfTheCatalogue() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(of(digits, 0, digits.length)).isEqualTo(0x995DC9BBDF1939FAL);
  }

  @Test
  void value_isWhatSingleBitsGive_forEveryLengthAndOffset() {
    for (int length : LENGTHS) {
      for (int offset : new int[] {0, 3}) {
        assertThat(of(bytes, offset, length))
            .as("%d bytes", length)
            .isEqualTo(slow(offset, length));
      }
    }
  }

  @Test
  void value_doesNotDependOnThePieces() {
    Crc64 crc = new Crc64();
    Random random = new Random(2);
    for (int at = 0; at < bytes.length; ) {
      int piece = Math.min(random.nextInt(20_000), bytes.length - at);
      crc.update(bytes, at, piece);
      at += piece;
    }
    assertThat(crc.value()).isEqualTo(slow(0, bytes.length));
  }

  @Test
  void combine_isTheValueOfBoth() {
    for (int length : LENGTHS) {
      long whole = slow(0, 5000 + length);
      assertThat(Crc64.combine(slow(0, 5000), slow(5000, length), length)).isEqualTo(whole);
    }
  }

  private static long of(byte[] bytes, int offset, int length) {
    Crc64 crc = new Crc64();
    crc.update(bytes, offset, length);
    return crc.value();
  }

  private long slow(int offset, int length) {
    long crc = -1;
    for (int i = offset; i < offset + length; i++) {
      crc ^= bytes[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xC96C5795D7870F42L : crc >>> 1;
      }
    }
    return ~crc;
  }
}
