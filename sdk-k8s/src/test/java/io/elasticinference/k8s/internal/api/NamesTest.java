package io.elasticinference.k8s.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InvalidSpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @Test
  void labelIs_isATerm_whenTheValueIsOne() {
    assertThat(Names.labelIs("a", "b-1.c_D")).isEqualTo("a=b-1.c_D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b", "a b", "a!=b", "(a)", "-a", "a\n", "ä"})
  void labelIs_refuses_whatWouldWidenTheSelector(String value) {
    assertThatThrownBy(() -> Names.labelIs("a", value)).isInstanceOf(InvalidSpecException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a?b", "A", "a%2f"})
  void path_refuses_whatWouldLeadElsewhere(String name) {
    assertThatThrownBy(() -> Resource.POD.path("default", name))
        .isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> Resource.POD.path(name, "a")).isInstanceOf(InvalidSpecException.class);
  }
}
