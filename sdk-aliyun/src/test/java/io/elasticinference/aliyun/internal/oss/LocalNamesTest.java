package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNamesTest {

  private static final Path FOLDER = Path.of("/models/bert/7");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../../x",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "",
        "/etc/passwd",
        "a//b",
        "a/",
        "..\\x",
        "a\\b",
        "a\0b"
      })
  void resolve_refusesWhatLeadsOutOfTheFolder_orIsNoFile(String name) {
    assertThatThrownBy(() -> LocalNames.resolve(FOLDER, name))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("is refused as a file's name")
        .hasMessageContaining("nothing was downloaded")
        .hasMessageNotContaining("\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"saved_model.pb", "a b/中 文+%20", "...", "..a/b..", "variables/v"})
  void resolve_takesEveryOtherName(String name) {
    assertThat(LocalNames.resolve(FOLDER, name)).isEqualTo(Path.of("/models/bert/7/" + name));
  }

  @Test
  void resolve_staysInTheFolder_whateverTheName() {
    Random random = new Random(7);
    String alphabet = "./\\ab%:~\0 中";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Path file = LocalNames.resolve(FOLDER, name.toString());
        assertThat(file.normalize()).isEqualTo(file).isNotEqualTo(FOLDER);
        assertThat(file.startsWith(FOLDER)).isTrue();
      } catch (ModelUploadException e) {
        assertThat(e.retryable()).isFalse();
      }
    }
  }
}
