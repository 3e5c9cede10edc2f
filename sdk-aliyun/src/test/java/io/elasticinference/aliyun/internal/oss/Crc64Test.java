package io.elasticinference.aliyun.internal.oss;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.utils.CRC64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

  @Test
  void value_isTheCheckValueOfTheCatalogue() {
    Crc64 crc = new Crc64();
    crc.update("123456789".getBytes(US_ASCII), 0, 9);

    assertThat(crc.value()).isEqualTo(0x995DC9BBDF1939FAL);
    assertThat(new Crc64().value()).isZero();
  }

  @Test
  void value_isTheOssClients_whateverThePieces() {
    Random random = new Random(64);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = new byte[random.nextInt(40_000)];
      random.nextBytes(bytes);
      int first = random.nextInt(bytes.length + 1);
      int second = first + random.nextInt(bytes.length - first + 1);
      Crc64 ours = new Crc64();
      ours.update(bytes, first, second - first);
      ours.update(bytes, second, bytes.length - second);
      CRC64 theirs = new CRC64();
      theirs.update(bytes, first, bytes.length - first);

      assertThat(ours.value()).as("round %d", round).isEqualTo(theirs.getValue());
      int length = bytes.length - second;
      Crc64 head = new Crc64();
      head.update(bytes, first, second - first);
      Crc64 tail = new Crc64();
      tail.update(bytes, second, length);
      assertThat(Crc64.combine(head.value(), tail.value(), length)).isEqualTo(ours.value());
    }
  }

  @Test
  void combine_isTheOssClients_howeverLongTheSecondIs() {
    for (long length : new long[] {1, 8 << 20, 40L << 30, Long.MAX_VALUE / 8}) {
      assertThat(Crc64.combine(0x123456789ABCDEFL, -77, length))
          .isEqualTo(CRC64.combine(0x123456789ABCDEFL, -77, length));
    }
  }
}
