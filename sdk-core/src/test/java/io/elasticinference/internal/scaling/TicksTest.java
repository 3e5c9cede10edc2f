package io.elasticinference.internal.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void upTo_takesRoundSteps() {
    assertThat(Ticks.upTo(7)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
    assertThat(Ticks.upTo(4)).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
    assertThat(Ticks.upTo(0)).hasSizeGreaterThan(1);
  }

  @Test
  void powers_encloseWhatIsShown() {
    assertThat(Ticks.powers(0.3, 4)).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0);
    assertThat(Ticks.powers(1, 1)).containsExactly(1.0, 2.0);
    assertThat(Ticks.powers(0.004, 300))
        .containsExactly(0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0);
  }

  @Test
  void times_areFewAndRound() {
    assertThat(Ticks.times(3600e9)).hasSize(13).contains(300e9, 3600e9);
    assertThat(Ticks.times(86_400e9)).hasSize(13).contains(7200e9);
    assertThat(Ticks.time(5400e9)).isEqualTo("1:30");
  }

  @Test
  void label_isShort() {
    assertThat(Ticks.label(0.1)).isEqualTo("0.1");
    assertThat(Ticks.label(2000)).isEqualTo("2000");
    assertThat(Ticks.label(0)).isEqualTo("0");
  }
}
