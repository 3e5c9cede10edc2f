package io.elasticinference.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void split_keepsQuotedWordsWhole_whenTheLineHasQuotes() {
    assertThat(ShellWords.split(" a  --b='c d' \"e\\\"f\" g\\ h '' \\\n i"))
        .containsExactly("a", "--b=c d", "e\"f", "g h", "", "i");
  }

  @Test
  void parse_readsDurations_whenTheyAreWrittenAsPeopleDo() {
    assertThat(Durations.parse("20ms")).isEqualTo(Duration.ofMillis(20));
    assertThat(Durations.parse("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThatThrownBy(() -> Durations.parse("soon"))
        .hasMessageContaining("expected: a duration such as 20ms");
  }
}
