package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextFinderTest {
  @Test
  void found_agreesWithIndexOf_whereverTheTextIsCut() {
    Random random = new Random(3);
    int hits = 0;
    for (int round = 0; round < 50_000; round++) {
      String wanted = word(random, 1 + random.nextInt(6));
      String text = word(random, random.nextInt(40));
      TextFinder finder = new TextFinder(wanted.getBytes(StandardCharsets.US_ASCII));
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      int cut = random.nextInt(text.length() + 1);
      finder.accept(bytes, 0, cut);
      finder.accept(bytes, cut, text.length());

      assertThat(finder.found()).as("%s in %s", wanted, text).isEqualTo(text.contains(wanted));
      hits += finder.found() ? 1 : 0;
      finder.reset();
      assertThat(finder.found()).isFalse();
    }
    assertThat(hits).isBetween(5_000, 45_000);
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(random.nextBoolean() ? 'a' : 'b');
    }
    return word.toString();
  }
}
