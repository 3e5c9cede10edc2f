package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  private static final Slo SLO = Slo.p99(Duration.ofSeconds(3));

  /** Quiet, busy, quiet, so that scaling pays. */
  private static CapacityPlan plan(int maxReplicas) {
    return CapacityPlan.builder()
        .trace(TrafficTrace.ofRates(Duration.ofMinutes(20), 4, 2, 12, 16, 2, 2))
        .capacity(
            new ReplicaCapacity(
                2, ServiceTime.lognormal(Duration.ofMillis(400), Duration.ofMillis(1200))))
        .startTime(Duration.ofSeconds(45))
        .price(Price.perReplicaHour(8, "CNY"))
        .requestTimeout(Duration.ofSeconds(20))
        .autoscaler(HpaSettings.averageValue(3).replicas(1, maxReplicas))
        .build();
  }

  @Test
  void recommend_findsACheapSettingThatKeepsThePromise() {
    CapacityPlan plan = plan(12);
    Recommendation found = plan.recommend(SLO);
    Candidate best = found.best().orElseThrow();
    CapacityReport report = plan.simulate(best.autoscaler());

    assertThat(report.keeps(SLO)).isTrue();
    assertThat(report.podHours()).isEqualTo(best.podHours());
    assertThat(found.report()).hasToString(report.toString());
    assertThat(best.autoscaler().maxReplicas()).isEqualTo(12);
    assertThat(best.cost()).isLessThan(found.fixed().orElseThrow().cost());
    assertThat(found.candidates().get(0)).isEqualTo(best);
    assertThat(found.candidates().stream().filter(Candidate::keepsSlo))
        .allMatch(candidate -> candidate.podHours() >= best.podHours());
  }

  @Test
  void recommend_isNoDearerThanTryingEverything() {
    CapacityPlan plan = plan(12);
    double best = plan.recommend(SLO).best().orElseThrow().podHours();
    double capacity = plan.capacity().requestsPerSecond();

    ScalingRules rules = ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(2));
    for (int tenth = 2; tenth <= 10; tenth++) {
      for (int min = 1; min <= 8; min++) {
        HpaSettings settings =
            HpaSettings.averageValue(Math.round(capacity * tenth) / 10.0)
                .replicas(min, 12)
                .scaleDown(rules);
        CapacityReport report = plan.simulate(settings);
        if (report.keeps(SLO)) {
          assertThat(best).isLessThanOrEqualTo(report.podHours() * 1.01);
        }
      }
    }
  }

  @Test
  void recommend_findsTheFewestReplicasThatNeedNoScaling() {
    CapacityPlan plan = plan(12);
    HpaSettings fixed = plan.recommend(SLO).fixed().orElseThrow().autoscaler();
    int replicas = fixed.minReplicas();

    assertThat(fixed.maxReplicas()).isEqualTo(replicas);
    assertThat(plan.simulate(fixed).keeps(SLO)).isTrue();
    assertThat(plan.simulate(fixed.replicas(replicas - 1, replicas - 1)).keeps(SLO)).isFalse();
  }

  @Test
  void recommend_saysWhenNothingKeepsThePromise() {
    Recommendation found = plan(2).recommend(SLO);

    assertThat(found.best()).isEmpty();
    assertThat(found.fixed()).isEmpty();
    assertThat(found.toString())
        .startsWith("None of ")
        .contains("keeps p99 within 3.00 s, at most 1.00 % failed. Allow more replicas")
        .contains("(nearest)");
    assertThat(found.report().keeps(SLO)).isFalse();
    assertThat(found.chart().svg()).contains("<circle");
  }

  @Test
  void recommend_neverBreaksThePromiseOfFewFailures() {
    Slo strict = SLO.failures(0);

    plan(12).recommend(strict).best().ifPresent(best -> assertThat(best.failureRatio()).isZero());
  }

  @Test
  void toString_isATableOfTheCheapest() {
    assertThat(plan(12).recommend(SLO).toString().lines())
        .hasSizeBetween(3, 13)
        .anyMatch(line -> line.startsWith("target ") && line.endsWith("CNY"))
        .anyMatch(line -> line.startsWith("not scaled "));
  }
}
