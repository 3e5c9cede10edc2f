package io.elasticinference.aliyun.internal.sls;

import static io.elasticinference.Autoscale.inflow;
import static io.elasticinference.Autoscale.latency;
import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.metrics.LatencyStatistic.P95;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Autoscale;
import io.elasticinference.Gateway;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlsAutoscaleTest {

  private static final Route ROUTE =
      new Route("default", "bert-tfserving-v1-tensorflow-serving", 8501);

  private final TrafficMetrics metrics =
      new SlsTrafficMetrics(Environment.of(Map.of("ACK_CLUSTER_ID", "c0a1")));

  @Test
  void scalingMetric_isTheTutorials_whenNothingElseIsSaid() {
    assertThat(metrics.validate(qps(10), ROUTE)).isEmpty();
    assertThat(metrics.scalingMetrics(qps(10), ROUTE))
        .containsExactly(
            new ScalingMetric(
                "sls_ingress_qps",
                Map.of(
                    "sls.project", "k8s-log-c0a1",
                    "sls.logstore", "nginx-ingress",
                    "sls.ingress.route", "default-bert-tfserving-v1-tensorflow-serving-8501"),
                10_000));
  }

  @Test
  void scalingMetric_namesWhatWasSet() {
    Autoscale autoscale =
        qps(0.25)
            .replicas(4, 8)
            .maxRetry(2)
            .internalEndpoint(false)
            .project("my-logs")
            .logstore("ingress_b")
            .queryInterval(Duration.ofSeconds(60))
            .queryDelay(Duration.ofSeconds(40));

    assertThat(metrics.validate(autoscale, ROUTE)).isEmpty();
    ScalingMetric metric = metrics.scalingMetrics(autoscale, ROUTE).get(0);
    assertThat(metric.targetMilli()).isEqualTo(250);
    assertThat(metric.selector())
        .containsEntry("sls.project", "my-logs")
        .containsEntry("sls.logstore", "ingress_b")
        .containsEntry("sls.query.interval", "60")
        .containsEntry("sls.query.delay", "40")
        .containsEntry("sls.query.max_retry", "2")
        .containsEntry("sls.internal.endpoint", "false");
  }

  @Test
  void scalingMetrics_readTheAlbsLog_whenItIsTheGateway() {
    Autoscale autoscale = qps(10).gateway(Gateway.ALB).logstore("alb_access");
    ScalingMetric metric = metrics.scalingMetrics(autoscale, ROUTE).get(0);

    assertThat(metrics.validate(autoscale, ROUTE)).isEmpty();
    assertThat(metric.name()).isEqualTo("sls_alb_ingress_qps");
    assertThat(metric.selector())
        .containsEntry("sls.logstore", "alb_access")
        .containsEntry("sls.ingress.route", ROUTE.toString());
    assertThat(metrics.target(metric)).contains(new ScalingTarget.Qps(10));
    assertThat(AdapterQuery.of(metric.name(), MetricLabels.of(metric.selector()), 1000).text())
        .startsWith("* and slb_pool_name: " + ROUTE + " | SELECT count(1) / 15 as value");
  }

  @Test
  void validate_refusesWhatAnAlbDoesNotTell() {
    assertThat(metrics.validate(qps(10).gateway(Gateway.ALB), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.logstore: (not set) (expected: the log store of the ALB's");
    assertThat(
            metrics.validate(
                latency(P95, Duration.ofMillis(5)).gateway(Gateway.ALB).logstore("alb_a"), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.gateway: ALB with latency(P95, 5 ms) (expected: qps(..) alone");
  }

  @Test
  void validate_tellsTheIntegerCut_whereItHidesWhatTheFewestReplicasTake() {
    assertThat(metrics.validate(qps(0.5), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.qps: 0.5 with at least 1 replicas (expected: at least 1 request a")
        .contains("cuts the rate of all replicas to an integer")
        .endsWith("replicas(2, ..))");
    assertThat(metrics.validate(qps(0.5).replicas(2, 4), ROUTE)).isEmpty();
    assertThat(metrics.validate(inflow(0.5), ROUTE)).hasSize(1);
  }

  @Test
  void scalingMetrics_prefixTheRoute_forSessionAffinity() {
    Route sticky = new Route("default", "bert", 8501, true);
    assertThat(metrics.scalingMetrics(qps(10), sticky).get(0).selector())
        .containsEntry("sls.ingress.route", "sticky-default-bert-8501");
    // The prefix counts: 57 characters fit without it, and not with it.
    Route tooLong = new Route("n".repeat(26), "s".repeat(25), 8501, true);
    assertThat(metrics.validate(qps(10), tooLong)).hasSize(1);
  }

  @Test
  void validate_refusesNoAttemptAtAll() {
    assertThat(metrics.validate(qps(10).maxRetry(0), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.maxRetry: 0 (expected: >= 1");
  }

  @ParameterizedTest
  @EnumSource(LatencyStatistic.class)
  void scalingMetrics_keepLatenciesNearOneValueForAll_sinceTheyDoNotAddUp(
      LatencyStatistic statistic) {
    ScalingMetric metric =
        metrics.scalingMetrics(latency(statistic, Duration.ofMillis(200)), ROUTE).get(0);

    assertThat(metric.name())
        .isIn(
            "sls_ingress_latency_avg",
            "sls_ingress_latency_p50",
            "sls_ingress_latency_p95",
            "sls_ingress_latency_p99",
            "sls_ingress_latency_p9999");
    assertThat(metric.scope()).isEqualTo(ScalingMetric.Scope.IN_ALL);
    assertThat(metric.targetMilli()).isEqualTo(200_000);
    assertThat(metrics.target(metric))
        .contains(new ScalingTarget.Latency(statistic, Duration.ofMillis(200)));
  }

  @Test
  void scalingMetrics_areOneATarget_inTheirOrder() {
    Autoscale autoscale = latency(P95, Duration.ofMillis(1)).and(inflow(1.5)).and(qps(10));

    List<ScalingMetric> found = metrics.scalingMetrics(autoscale, ROUTE);

    assertThat(metrics.validate(autoscale, ROUTE)).isEmpty();
    assertThat(found)
        .extracting(ScalingMetric::name)
        .containsExactly("sls_ingress_latency_p95", "sls_ingress_inflow", "sls_ingress_qps");
    assertThat(found.stream().map(metrics::target).map(Optional::orElseThrow))
        .isEqualTo(autoscale.targets());
    assertThat(metrics.target(new ScalingMetric("somebody_elses", Map.of(), 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0005S", "PT0.2005S", "PT1H0.001S"})
  void validate_refusesLatenciesThatTheAdapterCannotTell(Duration atMost) {
    assertThat(metrics.validate(latency(P95, atMost), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.latency: " + atMost + " (expected: whole milliseconds, 1 ms to 1 h");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.0009, Double.NaN, Double.POSITIVE_INFINITY, 1e13})
  void validate_refusesRatesThatNoQuantityHolds(double rate) {
    assertThat(metrics.validate(qps(rate), ROUTE))
        .singleElement()
        .hasToString(
            "autoscale.qps: " + rate + " (expected: at least 0.001 requests a second and finite)");
  }

  @Test
  void validate_refusesWindowsThatTheAdapterCuts() {
    assertThat(windows(15, 85)).isEmpty();
    assertThat(windows(100, 0)).isEmpty();
    assertThat(windows(16, 85)).singleElement().asString().contains("at most 100 s together");
    assertThat(metrics.validate(qps(1).queryInterval(Duration.ofSeconds(91)), ROUTE)).hasSize(1);
    assertThat(metrics.validate(qps(1).queryDelay(Duration.ofSeconds(86)), ROUTE)).hasSize(1);
    assertThat(windows(Long.MAX_VALUE, Long.MAX_VALUE)).hasSize(1);
  }

  @Test
  void validate_refusesWindowsThatTheAdapterCannotRead() {
    assertThat(windows(14, 10))
        .singleElement()
        .hasToString("autoscale.queryInterval: PT14S (expected: at least 15 s)");
    assertThat(windows(15, -1))
        .singleElement()
        .hasToString("autoscale.queryDelay: PT-1S (expected: at least 0 s)");
    assertThat(metrics.validate(qps(1).queryInterval(Duration.ofMillis(15_500)), ROUTE))
        .singleElement()
        .hasToString("autoscale.queryInterval: PT15.5S (expected: whole seconds)");
  }

  private List<Violation> windows(long interval, long delay) {
    return metrics.validate(
        qps(1).queryInterval(Duration.ofSeconds(interval)).queryDelay(Duration.ofSeconds(delay)),
        ROUTE);
  }

  @Test
  void validate_refusesRoutesThatAreTooLongForALabel() {
    Route fits = new Route("n".repeat(29), "s".repeat(28), 8501);
    Route tooLong = new Route("n".repeat(29), "s".repeat(29), 8501);
    assertThat(fits.toString()).hasSize(63);

    assertThat(metrics.validate(qps(1), fits)).isEmpty();
    assertThat(metrics.validate(qps(1), tooLong))
        .singleElement()
        .asString()
        .startsWith("autoscale.route: " + tooLong + " of 64 characters (expected: at most 63");
  }

  @Test
  void validate_saysWhatToSet_whenNoProjectIsKnown() {
    TrafficMetrics nowhere = new SlsTrafficMetrics(Environment.of(Map.of()));

    assertThat(nowhere.validate(qps(1), ROUTE))
        .singleElement()
        .asString()
        .startsWith("autoscale.project: (not set)")
        .contains("ACK_CLUSTER_ID")
        .contains(".project(");
    assertThat(nowhere.validate(qps(1).project("k8s-log-x"), ROUTE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-abc", "abc-", "Abc", "a b c", "a|b", "a_b"})
  void validate_refusesWhatIsNoProjectsName(String project) {
    assertThat(metrics.validate(qps(1).project(project), ROUTE))
        .singleElement()
        .extracting(Violation::name)
        .isEqualTo("autoscale.project");
  }

  @Test
  void validate_refusesWhatIsNoLogstoresName() {
    assertThat(metrics.validate(qps(1).logstore("nginx ingress"), ROUTE))
        .singleElement()
        .extracting(Violation::name)
        .isEqualTo("autoscale.logstore");
    assertThat(metrics.validate(qps(1).logstore("l".repeat(64)), ROUTE)).hasSize(1);
  }

  @Test
  void validate_tellsAllAtOnce() {
    assertThat(
            metrics.validate(
                qps(0).project("X").logstore("").queryInterval(Duration.ZERO),
                new Route("n".repeat(60), "s", 8501)))
        .hasSize(5);
  }

  @Test
  void serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(TrafficMetrics.Provider.class))
        .hasOnlyElementsOfType(SlsTrafficMetricsProvider.class);
  }
}
