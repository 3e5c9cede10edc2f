package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.Autoscale;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.scaling.SelectPolicy;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The HorizontalPodAutoscaler. What adds up over replicas has an {@code AverageValue} for target:
 * replicas become the metric divided by it; {@code Value} would multiply those that are there, and
 * compound. What does not add up has a {@code Value}: nothing can be divided there.
 */
final class Autoscaler {

  private Autoscaler() {}

  static Manifest autoscaler(ResolvedService service, Autoscale autoscale) {
    ServiceNames names = service.names();
    Map<String, Object> spec =
        map(
            "scaleTargetRef",
            map(
                "apiVersion",
                Resource.DEPLOYMENT.apiVersion(),
                "kind",
                Resource.DEPLOYMENT.kind(),
                "name",
                names.workload()),
            "minReplicas",
            service.minReplicas(),
            "maxReplicas",
            autoscale.maxReplicas(),
            "metrics",
            service.metrics().stream().map(Autoscaler::external).toList());
    Map<String, Object> behavior = map();
    autoscale.scaleUp().ifPresent(rules -> put(behavior, "scaleUp", rules));
    autoscale.scaleDown().ifPresent(rules -> put(behavior, "scaleDown", rules));
    if (!behavior.isEmpty()) {
      spec.put("behavior", behavior);
    }
    return new Body(Resource.AUTOSCALER, names.namespace(), names.workload(), Labels.version(names))
        .put("spec", spec)
        .manifest();
  }

  /** What is not set is left out, so that Kubernetes' own value stands and is nobody's. */
  private static void put(Map<String, Object> behavior, String direction, ScalingRules rules) {
    Map<String, Object> written = map();
    rules
        .stabilizationWindow()
        .ifPresent(window -> written.put("stabilizationWindowSeconds", seconds(window)));
    rules.selectPolicy().ifPresent(select -> written.put("selectPolicy", word(select)));
    if (!rules.policies().isEmpty()) {
      written.put("policies", rules.policies().stream().map(Autoscaler::policy).toList());
    }
    rules
        .tolerance()
        .ifPresent(share -> written.put("tolerance", Quantity.ofMilli(Math.round(share * 1000))));
    if (!written.isEmpty()) {
      behavior.put(direction, written);
    }
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  private static String word(SelectPolicy select) {
    return switch (select) {
      case MAX -> "Max";
      case MIN -> "Min";
      case DISABLED -> "Disabled";
    };
  }

  private static Map<String, Object> policy(ScalingPolicy policy) {
    String type = policy.type() == ScalingPolicy.Type.PODS ? "Pods" : "Percent";
    return map("type", type, "value", policy.value(), "periodSeconds", seconds(policy.period()));
  }

  private static Map<String, Object> external(ScalingMetric metric) {
    return map(
        "type",
        "External",
        "external",
        map(
            "metric",
            map(
                "name",
                metric.name(),
                "selector",
                map("matchLabels", new TreeMap<>(metric.selector()))),
            "target",
            target(metric)));
  }

  private static Map<String, Object> target(ScalingMetric metric) {
    String quantity = Quantity.ofMilli(metric.targetMilli());
    return switch (metric.scope()) {
      case PER_REPLICA -> map("type", "AverageValue", "averageValue", quantity);
      case IN_ALL -> map("type", "Value", "value", quantity);
    };
  }
}
