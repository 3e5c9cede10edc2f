package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricSourceTest {

  @ParameterizedTest
  @CsvSource({"35,35", "9.99,9", "0,0", "null,0", "'',0", "1.25E2,1", "-3,3", "007,7"})
  void integer_readsAsTheAdapterDoes(String value, long expected) {
    assertThat(MetricSource.integer(value)).isEqualTo(expected);
  }

  @Test
  void integer_isAnError_whenTheDigitsMakeNoNumber() {
    assertThatThrownBy(() -> MetricSource.integer("1.2.3"))
        .isInstanceOf(ApiException.class)
        .hasMessage("sls answered '1.2.3' (expected: a number)");
  }
}
