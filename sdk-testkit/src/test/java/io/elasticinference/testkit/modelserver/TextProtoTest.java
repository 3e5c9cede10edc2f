package io.elasticinference.testkit.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.testkit.modelserver.TextProto.Message;
import io.elasticinference.testkit.modelserver.TextProto.ParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextProtoTest {
  @Test
  void parse_readsEverySpelling_whenTheTextIsAMessage() throws ParseException {
    Message message =
        TextProto.parse(
            """
            # a comment
            list: { name: "a\\"b" 'c'; numbers: [1, 2] numbers: 3 }
            list < name: 'x', empty {} >
            """);
    assertThat(message.messages("list")).hasSize(2);
    assertThat(message.messages("list").get(0).texts("name")).containsExactly("a\"bc");
    assertThat(message.messages("list").get(0).texts("numbers")).containsExactly("1", "2", "3");
    assertThat(message.messages("list").get(1).messages("empty")).hasSize(1);
    assertThat(message.messages("list").get(1).text("absent", "none")).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a {", "a", "a: ", "a: {}}", "a: \"x", "{", "a: [1", "1: 2", "a $ b", "a: }", ":"})
  void parse_throws_whenTheTextIsNone(String text) {
    assertThatThrownBy(() -> TextProto.parse(text)).isInstanceOf(ParseException.class);
  }

  @Test
  void parse_endsWithAMessageOrAParseException_whenTheTextIsMutated() {
    String seed =
        "model_config_list { config { name: \"m\" base_path: '/m' model_version_policy { specific { versions: [1, 2] } } } }";
    Random random = new Random(7);
    for (int i = 0; i < 4_000; i++) {
      StringBuilder text = new StringBuilder(seed);
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, seed.charAt(random.nextInt(seed.length())));
        }
      }
      try {
        assertThat(TextProto.parse(text.toString())).isNotNull();
      } catch (ParseException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
