package io.elasticinference.testkit.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0.2, 0.2",
    "2.5, 2.5",
    "3, 3.0",
    "-7, -7.0",
    "0, 0.0",
    "9000000, 9e+06",
    "0.00003, 3e-05",
    "0.0001, 0.0001",
    "123456, 123456.0",
    "1234567, 1234567.0",
    "1e30, 1e+30",
    "0.118622519075870510, 0.118622519"
  })
  void text_writesWhatTensorFlowServingWrites_whenTheTypeIsFloat(double value, String expected) {
    assertThat(Decimals.text((float) value, DataType.FLOAT)).isEqualTo(expected);
  }

  @Test
  void text_namesTheSpecialValues_whenThereIsNoNumber() {
    assertThat(Decimals.text(Double.NaN, DataType.FLOAT)).isEqualTo("NaN");
    assertThat(Decimals.text(Double.NEGATIVE_INFINITY, DataType.DOUBLE)).isEqualTo("-Infinity");
  }

  @Test
  void text_readsBackAsTheSameNumber_whenTheNumberIsAnyOne() {
    Random random = new Random(1623831335);
    for (int i = 0; i < 20_000; i++) {
      float single = Float.intBitsToFloat(random.nextInt());
      double wide = Double.longBitsToDouble(random.nextLong());
      if (Float.isFinite(single)) {
        assertThat(Float.parseFloat(Decimals.text(single, DataType.FLOAT))).isEqualTo(single);
      }
      if (Double.isFinite(wide)) {
        assertThat(Double.parseDouble(Decimals.text(wide, DataType.DOUBLE))).isEqualTo(wide);
      }
    }
  }
}
