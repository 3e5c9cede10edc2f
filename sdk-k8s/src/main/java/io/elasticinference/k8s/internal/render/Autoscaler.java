package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.Autoscale;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.TreeMap;

/**
 * The HorizontalPodAutoscaler. The target is an {@code AverageValue}: replicas become the metric
 * divided by it; {@code Value} would multiply those that are there, and compound.
 */
final class Autoscaler {

  private Autoscaler() {}

  static Manifest autoscaler(ResolvedService service, ScalingMetric metric, Autoscale autoscale) {
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
                List.of(
                    map(
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
                            map(
                                "type",
                                "AverageValue",
                                "averageValue",
                                Quantity.ofMilli(metric.averageValueMilli())))))))
        .manifest();
  }
}
