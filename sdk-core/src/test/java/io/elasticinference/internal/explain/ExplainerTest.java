package io.elasticinference.internal.explain;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_ACTIVE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.elasticinference.Problem;
import io.elasticinference.ScalingCause;
import io.elasticinference.ScalingExplanation;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.AutoscalerFacts.MetricsApi;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From facts to sentences: every cause, and which one wins where several hold. */
class ExplainerTest {

  private static Facts facts() {
    return new Facts();
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        arguments(facts().missing(), ScalingCause.NOT_DEPLOYED, "version v1 is not in the cluster"),
        arguments(
            facts().withoutAutoscaler(),
            ScalingCause.NO_AUTOSCALER,
            "has no autoscaler, so it stays at 4 replicas"),
        arguments(
            facts().another("by-hand"),
            ScalingCause.SEVERAL_AUTOSCALERS,
            "2 autoscalers, 'bert' and 'by-hand' (somebody else's)"),
        arguments(
            facts().foreign(false), ScalingCause.FOREIGN_AUTOSCALER, "which somebody else wrote"),
        arguments(facts().foreign(true), ScalingCause.WITHIN_TOLERANCE, "within tolerance"),
        arguments(
            facts().replicas(0, 0).metric(null),
            ScalingCause.SCALED_TO_ZERO,
            "set to 0 replicas, which turns its autoscaler off"),
        arguments(
            facts().neverLooked(), ScalingCause.NOT_LOOKED_YET, "is new and has not looked yet"),
        arguments(
            facts().condition(ABLE_TO_SCALE, false, "FailedUpdateScale", "quota exceeded"),
            ScalingCause.CANNOT_CHANGE_REPLICAS,
            "FailedUpdateScale, quota exceeded"),
        arguments(
            facts().condition(SCALING_ACTIVE, false, "AmbiguousSelector", "pods of two"),
            ScalingCause.CANNOT_CHANGE_REPLICAS,
            "AmbiguousSelector"),
        arguments(
            facts().noMetric().api(MetricsApi.MISSING),
            ScalingCause.NO_ADAPTER,
            "the cluster has no adapter for metrics from outside"),
        arguments(
            facts().noMetric().api(MetricsApi.SILENT),
            ScalingCause.ADAPTER_SILENT,
            "is installed and does not answer"),
        arguments(
            facts()
                .noMetric()
                .unreadable("Log store a/b: there is no log project 'a'.", "Name it."),
            ScalingCause.LOG_UNREADABLE,
            "cannot be read either: Log store a/b: there is no log project 'a'."),
        arguments(
            facts().noMetric().log(Map.of()),
            ScalingCause.LOG_EMPTY,
            "the log k8s-log-c1/nginx-ingress has had no line at all for 15 minutes"),
        arguments(
            facts().noMetric().log(Map.of("a-b-1", 240, Facts.OWN, 300)),
            ScalingCause.METRIC_TOO_OLD,
            "the newest line in k8s-log-c1/nginx-ingress is 4.00 min old, and the adapter reads the"
                + " 15.0 s up to 10.0 s ago"),
        arguments(
            facts().noMetric().readNow(37.0).log(Map.of(Facts.OWN, 12)),
            ScalingCause.METRIC_MISSING,
            "while the log now gives 37.0"),
        arguments(
            facts().noMetric(),
            ScalingCause.METRIC_MISSING,
            "FailedGetExternalMetric, the HPA was unable to compute"),
        arguments(
            facts().noMetric().log("default-old-8501", Map.of(Facts.OWN, 5)),
            ScalingCause.OTHER_ROUTE,
            "counts the requests of route 'default-old-8501', which has none, while the log has"
                + " them under '"
                + Facts.OWN
                + "'"),
        arguments(
            facts()
                .replicas(1, 1)
                .metric(0.0)
                .log(Map.of("default-bert-v1-tensorflow-serving-http-serving", 5)),
            ScalingCause.OTHER_ROUTE,
            "under 'default-bert-v1-tensorflow-serving-http-serving'"),
        arguments(
            facts().replicas(1, 1).metric(0.0).log("sticky-" + Facts.OWN, Map.of("a-b-1", 12)),
            ScalingCause.NO_TRAFFIC,
            "gets no requests"),
        arguments(
            facts().replicas(1, 1).metric(0.0).log("sticky-" + Facts.OWN, Map.of(Facts.OWN, 12)),
            ScalingCause.OTHER_ROUTE,
            "counts the requests of route 'sticky-"),
        arguments(
            facts().replicas(1, 1).metric(0.0).log(Map.of("a-b-1", 60)),
            ScalingCause.METRIC_TOO_OLD,
            "is 1.00 min old"),
        arguments(
            facts().replicas(1, 1).metric(0.0).log(Map.of("a-b-1", 12)),
            ScalingCause.NO_TRAFFIC,
            "gets no requests, so it is kept at its minimum of 1 replica"),
        arguments(
            facts().clipped(), ScalingCause.METRIC_PARTIAL, "reads too low: it is averaged over"),
        arguments(
            facts()
                .replicas(5, 2)
                .metric(50.0)
                .problem(Problem.Kind.OUT_OF_STOCK, "NoStock", "cn-beijing-h has none", true),
            ScalingCause.PODS_CANNOT_START,
            "wants 5 replicas, and 2 answer: the others cannot start, Pod default/bert-x: NoStock,"
                + " cn-beijing-h has none"),
        arguments(
            facts()
                .replicas(5, 1)
                .metric(50.0)
                .problem(Problem.Kind.NOT_READY, "Unhealthy", "probe", false),
            ScalingCause.PODS_STARTING,
            "wants 5 replicas, and 1 answers: the others are starting, Pod"),
        arguments(
            facts().replicas(10, 10).metric(173.0),
            ScalingCause.AT_MAXIMUM,
            "at its maximum of 10 replicas: sls_ingress_qps is 173 in all, 17.3 for each of 10"
                + " replicas (target 10.0), which asks for 18"),
        arguments(
            facts().replicas(1, 1).metric(3.0).log(Map.of(Facts.OWN, 11)),
            ScalingCause.ENOUGH,
            "has the replicas that its metrics ask for: sls_ingress_qps is 3.00 in all"),
        arguments(facts().metric(42.0), ScalingCause.WITHIN_TOLERANCE, "(it is 5.00 % above)"),
        arguments(facts().metric(36.0), ScalingCause.WITHIN_TOLERANCE, "(it is 10.00 % below)"),
        arguments(facts().metric(35.0), ScalingCause.ENOUGH, "which asks for 4"),
        arguments(
            facts().metric(55.0),
            ScalingCause.SCALES_NEXT,
            "goes to 6 replicas when its autoscaler looks next"),
        arguments(
            facts().metric(500.0),
            ScalingCause.SCALES_NEXT,
            "goes to 10 replicas when its autoscaler looks next"),
        arguments(
            facts().metric(15.0),
            ScalingCause.SCALES_NEXT,
            "goes to 2 replicas when its autoscaler looks next"),
        arguments(
            facts()
                .metric(95.0)
                .condition(SCALING_LIMITED, true, "ScaleUpLimit", "increasing faster than allowed"),
            ScalingCause.LIMITED_BY_POLICY,
            "which asks for 10, and increasing faster than allowed"),
        arguments(
            facts()
                .metric(5.0)
                .condition(SCALING_LIMITED, true, "ScaleDownLimit", "decreasing faster"),
            ScalingCause.LIMITED_BY_POLICY,
            "decreasing faster"),
        arguments(
            facts()
                .metric(12.0)
                .condition(ABLE_TO_SCALE, true, "ScaleDownStabilized", "recent were higher"),
            ScalingCause.STABILIZING,
            "waits before it scales in: sls_ingress_qps is 12.0 in all, 3.00 for each of 4 replicas"
                + " (target 10.0), which asks for 2"),
        arguments(
            facts()
                .metric(95.0)
                .scaleUp(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(1)))
                .condition(ABLE_TO_SCALE, true, "ScaleUpStabilized", "recent were lower"),
            ScalingCause.STABILIZING,
            "waits before it scales out"),
        arguments(
            facts().latency(500, 200),
            ScalingCause.SCALES_NEXT,
            "sls_ingress_qps is 500 (target 200), which asks for 10"));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void explain_findsTheCause(Facts facts, ScalingCause cause, String sentence) {
    ScalingExplanation explanation = Explainer.explain(facts.build());

    assertThat(explanation.cause()).as(explanation.toString()).isEqualTo(cause);
    assertThat(explanation.sentence())
        .startsWith("Service 'bert'")
        .contains(sentence)
        .endsWith(".");
    assertThat(explanation.toString()).startsWith(explanation.sentence());
  }

  @Test
  void causes_areAllInTheTable() {
    Set<Object> seen = causes().map(row -> row.get()[1]).collect(Collectors.toSet());
    // A minimum that the metric does not reach needs a minimum above 1: see below.
    seen.add(ScalingCause.AT_MINIMUM);

    assertThat(seen).containsAll(EnumSet.allOf(ScalingCause.class));
  }

  @Test
  void explain_tellsTheMinimum_whereTheMetricAsksForFewer() {
    ScalingExplanation explanation = Explainer.explain(facts().minimum(4).metric(12.0).build());

    assertThat(explanation.cause()).isEqualTo(ScalingCause.AT_MINIMUM);
    assertThat(explanation.wanted()).hasValue(2);
    assertThat(explanation.sentence()).contains("at its minimum of 4 replicas");
  }

  @Test
  void explain_worksOutFromTheLog_whenAWindowLetsGo() {
    Facts facts =
        facts()
            .metric(12.0)
            .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(2)))
            .condition(ABLE_TO_SCALE, true, "ScaleDownStabilized", "recent were higher")
            .history(200, 90)
            .history(50, 38) // asked for 4, as many as there are
            .history(40, 12);

    ScalingExplanation explanation = Explainer.explain(facts.build());

    assertThat(explanation.until()).hasValue(Facts.NOW.plusSeconds(70));
    assertThat(explanation.certain()).isFalse();
    assertThat(explanation.sentence())
        .contains(
            "only after that has been so for 2.00 min; by the log, that is about 2026-07-26T12:01:10Z");
  }

  @Test
  void explain_saysWhichWindowItAssumes_whereTheClusterDoesNotTell() {
    Facts facts =
        facts()
            .metric(12.0)
            .condition(ABLE_TO_SCALE, true, "ScaleDownStabilized", "recent were higher");

    ScalingExplanation explanation = Explainer.explain(facts.build());

    assertThat(explanation.until()).hasValue(Facts.NOW.plusSeconds(300));
    assertThat(explanation.sentence())
        .contains("5.00 min (Kubernetes' own window, if the cluster has not another)")
        .contains("at the latest");
  }

  @Test
  void explain_prefersWhatKeepsTheMetricAway_toWhatTheAutoscalerOnceSaw() {
    Facts facts =
        facts()
            .replicas(10, 3)
            .noMetric()
            .api(MetricsApi.MISSING)
            .problem(Problem.Kind.OUT_OF_STOCK, "NoStock", "none", true);

    assertThat(Explainer.explain(facts.build()).cause()).isEqualTo(ScalingCause.NO_ADAPTER);
  }

  @Test
  void toString_isATextForPeople() {
    assertThat(Explainer.explain(facts().replicas(10, 10).metric(173.0).build()).toString())
        .isEqualTo(
            """
            Service 'bert' is at its maximum of 10 replicas: sls_ingress_qps is 173 in all, 17.3 for each of 10 replicas (target 10.0), which asks for 18. Raise the maximum: autoscale(..).replicas(1, 18), if the budget allows.
              replicas           10 now, 10 desired, 1 to 10 allowed, 18 by metrics
              autoscaler saw     sls_ingress_qps 17.3 (target 10.0 a replica)
              adapter reads now  sls_ingress_qps: 173 (target 10.0 a replica), from 2026-07-26T11:59:35Z to 2026-07-26T11:59:50Z
              condition          ABLE_TO_SCALE=true ReadyForNewScale: recommended size matches
              condition          SCALING_ACTIVE=true ValidMetricFound: able to calculate
              condition          SCALING_LIMITED=false DesiredWithinRange: within range
            """);
  }
}
