package io.elasticinference.k8s.internal.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ScalingEvent;
import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.scaling.SelectPolicy;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An autoscaler as the API server tells it. */
class AutoscalerJudgeTest {

  private static final Map<String, Object> AUTOSCALER =
      Json.read(
          """
          {"metadata":{"name":"bert","uid":"u1","labels":{"app.kubernetes.io/managed-by":"elastic-inference"},
            "managedFields":[{"manager":"elastic-inference","operation":"Apply","fieldsV1":{"f:spec":{}}}]},
           "spec":{"minReplicas":1,"maxReplicas":8,
            "metrics":[{"type":"External","external":{"metric":{"name":"sls_ingress_qps",
              "selector":{"matchLabels":{"sls.project":"p"}}},
              "target":{"type":"AverageValue","averageValue":"2500m"}}},
             {"type":"Resource","resource":{"name":"cpu"}}],
            "behavior":{"scaleUp":{"stabilizationWindowSeconds":30,"selectPolicy":"Min","tolerance":"50m",
              "policies":[{"type":"Pods","value":2,"periodSeconds":60},{"type":"Percent","value":50,"periodSeconds":15}]}}},
           "status":{"currentReplicas":2,"desiredReplicas":3,
            "currentMetrics":[{"type":"External","external":{"metric":{"name":"sls_ingress_qps",
              "selector":{"matchLabels":{"sls.project":"p"}}},"current":{"averageValue":"3500m"}}}],
            "conditions":[{"type":"AbleToScale","status":"True","reason":"ReadyForNewScale","message":"ok"},
             {"type":"ScalingActive","status":"False","reason":"FailedGetExternalMetric","message":"none"},
             {"type":"Unheard","status":"True"}]}}""");

  private static Map<String, Object> event(String uid, String reason, String fields) {
    return Json.read(
        """
        {"involvedObject":{"uid":"%s"},"reason":"%s","message":" New size: 3 ","type":"Normal",%s}"""
            .formatted(uid, reason, fields));
  }

  @Test
  void read_tellsBoundsMetricsRulesAndConditions() {
    Autoscaler read = AutoscalerJudge.read(AUTOSCALER, List.of());

    assertThat(read.ours()).isTrue();
    assertThat(read.status().maxReplicas()).isEqualTo(8);
    assertThat(read.status().readings().get(0).value()).hasValue(3.5);
    assertThat(read.metrics())
        .singleElement()
        .satisfies(metric -> assertThat(metric.targetMilli()).isEqualTo(2500));
    assertThat(read.scaleDown()).isEqualTo(ScalingRules.defaults());
    assertThat(read.scaleUp())
        .isEqualTo(
            ScalingRules.defaults()
                .stabilizationWindow(Duration.ofSeconds(30))
                .selectPolicy(SelectPolicy.MIN)
                .tolerance(0.05)
                .policies(
                    ScalingPolicy.pods(2, Duration.ofMinutes(1)),
                    ScalingPolicy.percent(50, Duration.ofSeconds(15))));
    assertThat(read.conditions())
        .containsExactly(
            new HpaCondition(HpaCondition.Type.ABLE_TO_SCALE, true, "ReadyForNewScale", "ok"),
            new HpaCondition(
                HpaCondition.Type.SCALING_ACTIVE, false, "FailedGetExternalMetric", "none"));
  }

  @Test
  void read_ordersItsOwnEvents_newestFirst_whicheverFieldTellsTheTime() {
    Autoscaler read =
        AutoscalerJudge.read(
            AUTOSCALER,
            List.of(
                event("u1", "Old", "\"lastTimestamp\":\"2026-07-26T12:00:00Z\",\"count\":4"),
                event("another", "Not", "\"lastTimestamp\":\"2026-07-26T12:00:09Z\""),
                event("u1", "New", "\"eventTime\":\"2026-07-26T12:00:05.123456Z\"")));

    assertThat(read.events())
        .containsExactly(
            new ScalingEvent(
                Instant.parse("2026-07-26T12:00:05.123456Z"), "New", "New size: 3", false, 1),
            new ScalingEvent(
                Instant.parse("2026-07-26T12:00:00Z"), "Old", "New size: 3", false, 4));
  }
}
