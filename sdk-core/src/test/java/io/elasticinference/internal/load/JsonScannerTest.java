package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScannerTest {
  private static boolean finds(String path, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new JsonScanner(JsonField.of(path)).finds(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "predictions         | {\"predictions\": [[1, 2]]}",
        "predictions[0][1]   | {\"predictions\": [[1, 2]]}",
        "a.b.c               | {\"x\": {\"b\": 1}, \"a\": {\"b\": {\"c\": false}}}",
        "[2].a               | [1, {\"a\": 1}, {\"a\": \"\"}]",
        "a                   | { \"a\" : -1.5e+10 }",
        "äöü                 | {\"äöü\": 0}",
        "äb                  | {\"\\u00e4\\u0062\": true}",
      })
  void finds_isTrue_whenTheFieldHasAValue(String path, String json) {
    assertThat(finds(path, json)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "predictions    | {\"error\": \"predictions\"}",
        "predictions    | {\"predictions\": null}",
        "predictions    | {\"x\": {\"predictions\": 1}}",
        "predictions[0] | {\"predictions\": []}",
        "predictions[0] | {\"predictions\": {\"0\": 1}}",
        "a.b            | {\"a\": [{\"b\": 1}]}",
        "a              | {\"a\": 1",
        "a              | {\"a\": 1} x",
        "a              | {\"a\": 01}",
        "a              | {\"a\": 1.}",
        "a              | {\"a\": .5}",
        "a              | {\"a\": +1}",
        "a              | {\"a\": nul}",
        "a              | {\"a\": truex}",
        "a              | {\"a\": 1,}",
        "a              | {'a': 1}",
        "a              | {\"a\": \"\\x\"}",
        "a              | {\"a\": \"\\u12\"}",
        "a              | {\"a\": [1 2]}",
        "a              | <html>a</html>",
      })
  void finds_isFalse_whenItHasNot_orTheTextIsNoJson(String path, String json) {
    assertThat(finds(path, json)).isFalse();
  }

  @Test
  void finds_isFalse_whenTheTextIsEmptyOrTooDeep() {
    assertThat(finds("a", "")).isFalse();
    assertThat(finds("[0]", "[".repeat(100_000))).isFalse();
    assertThat(finds("[0]", "[".repeat(100) + "]".repeat(100))).isTrue();
  }

  @Test
  void finds_neverThrows_whateverItIsGiven() {
    Random random = new Random(11);
    String json = "{\"a\": [1, -2.5e3, \"x\\u0041\\n\", true, null, {\"b\": []}], \"c\": {}}";
    JsonScanner scanner = new JsonScanner(JsonField.of("a[5].b"));
    int found = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      found +=
          scanner.finds(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length)
              ? 1
              : 0;
    }
    assertThat(found).isBetween(50_000, 150_000);
  }
}
