package io.elasticinference.k8s.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1m",
    "2500, 2500m",
    "10000, 10",
    "1500000, 1500",
    "1000000, 1k",
    "2000000000, 2M",
    "9223372036854775807, 9223372036854775807m"
  })
  void ofMilli_isCanonical_andReadsBack(long milli, String text) {
    assertThat(Quantity.ofMilli(milli)).isEqualTo(text);
    assertThat(Quantity.toMilli(text)).hasValue(milli);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 500",
    "1.5k, 1500000",
    "1Ki, 1024000",
    "1e3, 1000000",
    "100n, 1",
    "5Gi, 5368709120000"
  })
  void toMilli_readsWhatOthersWrite(String text, long milli) {
    assertThat(Quantity.toMilli(text)).hasValue(milli);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "ten", "1x", "1 k", "9223372036854775807"})
  void toMilli_isEmpty_whenTheTextIsNoneOrTooLarge(String text) {
    assertThat(Quantity.toMilli(text)).isEmpty();
  }
}
