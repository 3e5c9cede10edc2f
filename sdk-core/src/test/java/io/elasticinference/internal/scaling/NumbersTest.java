package io.elasticinference.internal.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Values on the right were printed by the Go program that the names speak of. */
class NumbersTest {

  @Test
  void int32_convertsAsGoDoesOnAmd64() {
    assertThat(GoInts.int32(2147483647.5)).isEqualTo(2147483647);
    assertThat(GoInts.int32(2147483648.0)).isEqualTo(-2147483648);
    assertThat(GoInts.int32(1e20)).isEqualTo(-2147483648);
    assertThat(GoInts.int32(Double.NaN)).isEqualTo(-2147483648);
    assertThat(GoInts.int32(-2147483648.9)).isEqualTo(-2147483648);
    assertThat(GoInts.int32(-1.9)).isEqualTo(-1);
  }

  @Test
  void approximate_goesThroughTheCanonicalForm() {
    assertThat(Quantities.approximate(0.1)).isEqualTo(100 * 0.001);
    assertThat(Quantities.approximate(0.075)).isEqualTo(75 * 0.001);
    assertThat(Quantities.approximate(0.009)).isEqualTo(9 * 0.001).isNotEqualTo(0.009);
    assertThat(Quantities.approximate(0.0005)).isEqualTo(500 * 1e-6);
    assertThat(Quantities.approximate(1.5)).isEqualTo(1500 * 0.001);
    assertThat(Quantities.approximate(2)).isEqualTo(2);
    assertThat(Quantities.approximate(0)).isZero();
  }

  @Test
  void milli_roundsUp() {
    assertThat(Quantities.milli("x", 1.0001)).isEqualTo(1001);
    assertThat(Quantities.milli("x", 1e-12)).isEqualTo(1);
    assertThat(Quantities.milli("x", 0)).isZero();
  }
}
