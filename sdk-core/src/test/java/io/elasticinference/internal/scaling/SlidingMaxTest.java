package io.elasticinference.internal.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingMaxTest {

  @Test
  void since_isTheHighestOfTheWindow() {
    Random random = new Random(11);
    for (int window : new int[] {0, 1, 10, 100, 1000}) {
      SlidingMax max = new SlidingMax();
      int[] values = new int[3000];
      for (int now = 0; now < values.length; now++) {
        // Mostly falling, so that the ring grows.
        values[now] = 3000 - now + random.nextInt(5) * random.nextInt(300);
        max.add(now, values[now]);
        int expected = -1;
        for (int i = Math.max(0, now - window); i <= now; i++) {
          expected = Math.max(expected, values[i]);
        }
        assertThat(max.since(now - window, -1)).isEqualTo(expected);
      }
    }
  }

  @Test
  void since_isTheGivenValueWhereItIsHigher() {
    SlidingMax max = new SlidingMax();
    max.add(0, 5);

    assertThat(max.since(0, 7)).isEqualTo(7);
    assertThat(max.since(1, 3)).isEqualTo(3);
  }
}
