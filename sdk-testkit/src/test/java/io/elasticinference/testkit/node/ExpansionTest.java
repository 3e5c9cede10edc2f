package io.elasticinference.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {

  @Test
  void of_fillsInWhatIsThere_andLeavesTheRest() {
    assertThat(
            Expansion.of(
                List.of("--model", "$(MODEL_PATH)/x", "$(NONE)", "$$(MODEL_PATH)", "$HOME", "a$b"),
                Map.of("MODEL_PATH", "/data/$1")))
        .containsExactly("--model", "/data/$1/x", "$(NONE)", "$(MODEL_PATH)", "$HOME", "a$b");
  }
}
