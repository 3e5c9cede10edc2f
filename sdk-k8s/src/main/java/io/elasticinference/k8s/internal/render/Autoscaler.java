package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.Autoscale;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
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
    return new Body(Resource.AUTOSCALER, names.namespace(), names.workload(), Labels.version(names))
        .put(
            "spec",
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
                autoscale.minReplicas(),
                "maxReplicas",
                autoscale.maxReplicas(),
                "metrics",
                service.metrics().stream().map(Autoscaler::external).toList()))
        .manifest();
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
