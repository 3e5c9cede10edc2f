package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ScalingMetric.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the metrics of an autoscaler back: those from outside the cluster, in its order. */
public final class Metrics {

  private Metrics() {}

  /** The metrics, with their targets. */
  public static List<ScalingMetric> of(Map<String, Object> autoscaler) {
    List<ScalingMetric> metrics = new ArrayList<>();
    for (Map<String, Object> metric : Tree.maps(autoscaler, "spec", "metrics")) {
      if (Tree.text(metric, "type").equals("External")) {
        metrics.add(metric(Tree.map(metric, "external")));
      }
    }
    return metrics;
  }

  private static ScalingMetric metric(Map<String, Object> external) {
    Map<String, String> selector = new LinkedHashMap<>();
    Tree.map(external, "metric", "selector", "matchLabels")
        .forEach((label, value) -> selector.put(label, String.valueOf(value)));
    Optional<String> inAll = Tree.textIfAny(external, "target", "value");
    String target = inAll.orElseGet(() -> Tree.text(external, "target", "averageValue"));
    return new ScalingMetric(
        Tree.text(external, "metric", "name"),
        selector,
        Quantity.toMilli(target).orElse(0),
        inAll.isPresent() ? Scope.IN_ALL : Scope.PER_REPLICA);
  }
}
