package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.ScalingReading;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What an autoscaler last saw of each of its metrics from outside the cluster. */
final class Readings {

  private static final double MILLI = 1000;
  private static final String AVERAGE = "averageValue";
  private static final String VALUE = "value";

  private Readings() {}

  static List<ScalingReading> of(Map<String, Object> autoscaler) {
    List<ScalingReading> readings = new ArrayList<>();
    List<Map<String, Object>> wanted = Tree.maps(autoscaler, "spec", "metrics");
    // The status keeps the spec's order, but for entries that have not been read since it changed.
    List<Map<String, Object>> seen =
        new ArrayList<>(Tree.maps(autoscaler, "status", "currentMetrics"));
    for (Map<String, Object> metric : wanted) {
      Map<String, Object> external = Tree.map(metric, "external");
      if (external.isEmpty()) {
        continue;
      }
      boolean perReplica = Tree.text(external, "target", VALUE).isEmpty();
      String field = perReplica ? AVERAGE : VALUE;
      Double target = number(external, "target", field);
      readings.add(
          new ScalingReading(
              Tree.text(external, "metric", "name"),
              perReplica,
              target == null ? 0 : target,
              current(external, field, seen)));
    }
    return readings;
  }

  private static @Nullable Double current(
      Map<String, Object> wanted, String field, List<Map<String, Object>> seen) {
    Object identity = Tree.map(wanted, "metric");
    for (Map<String, Object> metric : seen) {
      Map<String, Object> external = Tree.map(metric, "external");
      if (Tree.map(external, "metric").equals(identity)) {
        return number(external, "current", field);
      }
    }
    return null;
  }

  private static @Nullable Double number(Map<String, Object> external, String part, String field) {
    String text = Tree.text(external, part, field);
    OptionalLong milli = text.isEmpty() ? OptionalLong.empty() : Quantity.toMilli(text);
    return milli.isPresent() ? milli.getAsLong() / MILLI : null;
  }
}
