package io.elasticinference.internal;

import static io.elasticinference.Autoscale.inflow;
import static io.elasticinference.Autoscale.latency;
import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.metrics.LatencyStatistic.P50;
import static io.elasticinference.metrics.LatencyStatistic.P95;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Autoscale;
import io.elasticinference.ElasticInference;
import io.elasticinference.Exposure;
import io.elasticinference.Gateway;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.Violation;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscaleRulesTest {

  private static final InferenceBuilder BERT =
      ElasticInference.builder().model(Model.tensorflow("bert").from("oss://models/bert"));

  private static List<String> check(InferenceBuilder builder) {
    InferenceSpec spec = builder.spec();
    List<Violation> violations = new ArrayList<>();
    AutoscaleRules.check(spec, spec.autoscale().orElseThrow(), violations);
    return violations.stream().map(Violation::toString).toList();
  }

  private static List<String> check(Autoscale autoscale) {
    return check(BERT.autoscale(autoscale));
  }

  @Test
  void check_findsNothing_whenAllIsSaidRight() {
    assertThat(
            check(
                qps(10)
                    .and(latency(P95, Duration.ofMillis(200)))
                    .and(latency(P50, Duration.ofMillis(90)))
                    .and(inflow(1e6))
                    .replicas(2, 10)
                    .cron("0 8 * * 1-5", Duration.ofHours(2), 10)))
        .isEmpty();
  }

  @Test
  void check_saysWhyNoServiceScalesToZero() {
    assertThat(check(qps(10).replicas(0, 3)))
        .singleElement()
        .asString()
        .startsWith("autoscale.min: 0 (expected: >= 1, since nothing wakes a service");
  }

  @Test
  void check_tellsAllThatIsWrongWithWindowsAtOnce() {
    assertThat(
            check(
                qps(10)
                    .replicas(2, 5)
                    .cron("0 8 1 * *", Duration.ofHours(1), 3)
                    .cron("0 8 * * *", Duration.ofSeconds(90), 6)
                    .cron("0 8 * * *", Duration.ofDays(8), 1)
                    .timeZone(ZoneOffset.ofHours(8))
                    .cronImage(" ")))
        .hasSize(7)
        .anyMatch(v -> v.startsWith("autoscale.cron: \"0 8 1 * *\" (expected: * for day of month"))
        .anyMatch(v -> v.startsWith("autoscale.cron.length: PT1M30S (expected: whole minutes"))
        .anyMatch(v -> v.startsWith("autoscale.cron.length: PT192H"))
        .anyMatch(v -> v.startsWith("autoscale.cron.minReplicas: 6 (expected: within the bounds"))
        .anyMatch(v -> v.startsWith("autoscale.cron.minReplicas: 1"))
        .anyMatch(v -> v.startsWith("autoscale.timeZone: +08:00 (expected: a region"))
        .anyMatch(v -> v.startsWith("autoscale.cronImage"));
  }

  @Test
  void check_refusesTheSameMetricTwice() {
    assertThat(check(qps(10).and(qps(20)))).singleElement().asString().contains("each metric once");
  }

  @Test
  void spec_takesTheGatewaysClass_whereNoneWasGiven() {
    Autoscale alb = qps(10).gateway(Gateway.ALB).logstore("alb_a");
    assertThat(check(BERT.ingress("a.example.com").autoscale(alb))).isEmpty();
    assertThat(BERT.ingress("a.example.com").autoscale(alb).spec().exposure())
        .contains(new Exposure("a.example.com", "/", "alb"));
    assertThat(check(BERT.ingress(Exposure.host("a.example.com")).autoscale(alb)))
        .singleElement()
        .asString()
        .startsWith("autoscale.gateway: ALB behind an ingress of class nginx (expected:");
    assertThat(check(BERT.ingress(new Exposure("a.com", "/", "alb")).autoscale(qps(10))))
        .singleElement()
        .asString()
        .contains("gateway(ALB)");
    assertThat(check(BERT.ingress(new Exposure("a.com", "/", "alb", true)).autoscale(alb)))
        .singleElement()
        .asString()
        .startsWith("ingress.sticky");
  }
}
