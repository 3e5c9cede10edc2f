package io.elasticinference.k8s.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void read_makesPlainMaps_andLeavesNullsOut() {
    assertThat(Json.read("{\"a\":[1,2.5,\"x\",true,null,{}],\"b\":null,\"c\":{\"d\":-9}}"))
        .isEqualTo(Map.of("a", List.of(1L, 2.5, "x", true, Map.of()), "c", Map.of("d", -9L)));
  }

  @Test
  void write_readsBackAsTheSame_whenStringsAreOdd() {
    Map<String, Object> object =
        Map.of("a\"b", "\u0000\n\\\u2028é", "n", List.of(1L, false, Map.of("x", 0.5)));
    assertThat(Json.read(Json.write(object))).isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"x\"", "{\"a\":", "{\"a\":1", "<html>"})
  void read_fails_whenTheAnswerWasCutOrIsNoObject(String text) {
    assertThatThrownBy(() -> Json.read(new StringReader(text))).isInstanceOf(IOException.class);
  }
}
