package io.elasticinference.k8s.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelConfigTest {

  @Test
  void text_namesOneVersion_whenOneIsGiven() {
    assertThat(ModelConfig.text("bert", "/data", 7L))
        .contains("specific {\n        versions: 7\n      }")
        .contains("base_path: \"/data\"");
  }

  @Test
  void text_servesTheNewest_whenNoVersionIsGiven() {
    assertThat(ModelConfig.text("bert", "/data", null))
        .contains("latest {\n        num_versions: 1\n      }")
        .doesNotContain("specific");
  }

  @Test
  void text_escapesWhatWouldEndTheString_whenNamesAreOdd() {
    assertThat(ModelConfig.text("a\"}\\\n", "/d\u00e9", null))
        .contains("name: \"a\\\"}\\\\\\012\"")
        .contains("base_path: \"/d\\303\\251\"");
  }
}
