package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.Autoscale;
import io.elasticinference.metrics.LatencyStatistic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HpaSettingsTest {

  @Test
  void averageValue_isRoundedUpToThousandths() {
    assertThat(HpaSettings.averageValue(0.0005).averageValuesMilli()).containsExactly(1L);
    assertThat(HpaSettings.averageValue(2.5).averageValue()).isEqualTo(2.5);
  }

  @Test
  void settings_refuseWhatTheApiServerRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HpaSettings.averageValue(0))
        .withMessage("target: 0 thousandths (expected: > 0)");
    assertThatIllegalArgumentException().isThrownBy(() -> HpaSettings.averageValue(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HpaSettings.averageValue(1).replicas(0, 1))
        .withMessage("min: 0 (expected: >= 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HpaSettings.averageValue(1).replicas(3, 2))
        .withMessage("max: 2 (expected: >= min, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingRules.defaults().stabilizationWindow(Duration.ofSeconds(3601)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingRules.defaults().policies(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> ScalingRules.defaults().tolerance(-0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.pods(0, Duration.ofSeconds(15)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.percent(10, Duration.ofMillis(1500)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.percent(10, Duration.ofSeconds(1801)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ControllerFlags.defaults().syncPeriod(Duration.ZERO));
  }

  @Test
  void settings_areValues() {
    ScalingRules rules = ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(1));

    assertThat(HpaSettings.averageValue(10).scaleDown(rules))
        .isEqualTo(HpaSettings.averageValueMilli(10_000).scaleDown(rules))
        .hasSameHashCodeAs(HpaSettings.averageValueMilli(10_000).scaleDown(rules))
        .isNotEqualTo(HpaSettings.averageValue(10))
        .hasToString("averageValue[10.0] replicas=1..10 scaleDown{rules window=60s}");
  }

  @Test
  void of_isTheAutoscalerThatIsDeployed_andBack() {
    Autoscale autoscale =
        Autoscale.qps(2.5)
            .replicas(2, 7)
            .scaleUp(ScalingRules.defaults().tolerance(0.05))
            .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(10)));
    HpaSettings settings = HpaSettings.of(autoscale);

    assertThat(settings)
        .isEqualTo(
            HpaSettings.averageValue(2.5)
                .replicas(2, 7)
                .scaleUp(ScalingRules.defaults().tolerance(0.05))
                .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(10))));
    assertThat(HpaSettings.of(settings.toAutoscale())).isEqualTo(settings);
    assertThat(settings.toAutoscale()).hasToString(autoscale.toString());
    assertThat(HpaSettings.of(autoscale.and(Autoscale.inflow(1e6))).averageValuesMilli())
        .containsExactly(2500L, 1_000_000_000L);
  }

  @Test
  void of_refusesWhatIsNotSimulated() {
    Autoscale latency =
        Autoscale.qps(1).and(Autoscale.latency(LatencyStatistic.P99, Duration.ofSeconds(1)));
    assertThatThrownBy(() -> HpaSettings.of(latency))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("latency(P99, 1000 ms) (expected: targets for each replica");
    assertThatThrownBy(
            () -> HpaSettings.of(Autoscale.qps(1).cron("0 8 * * *", Duration.ofHours(1), 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no windows");
  }
}
