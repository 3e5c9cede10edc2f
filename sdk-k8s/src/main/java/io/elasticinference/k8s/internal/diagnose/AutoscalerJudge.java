package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.ScalingEvent;
import io.elasticinference.ScalingStatus;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.apply.Metrics;
import io.elasticinference.k8s.internal.apply.Ownership;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads an autoscaler as the API server tells it, with the events that are about it. */
public final class AutoscalerJudge {

  private static final String TRUE = "True";

  private AutoscalerJudge() {}

  /** Reads one. */
  public static Autoscaler read(Map<String, Object> autoscaler, List<Map<String, Object>> events) {
    ScalingStatus status = StatusJudge.scaling(autoscaler);
    return new Autoscaler(
        Tree.name(autoscaler),
        Ownership.ours(autoscaler),
        status,
        Metrics.of(autoscaler),
        Behavior.rules(Tree.map(autoscaler, "spec", "behavior", "scaleUp")),
        Behavior.rules(Tree.map(autoscaler, "spec", "behavior", "scaleDown")),
        conditions(autoscaler),
        events(autoscaler, events));
  }

  private static List<HpaCondition> conditions(Map<String, Object> autoscaler) {
    List<HpaCondition> conditions = new ArrayList<>();
    for (Map<String, Object> condition : Tree.maps(autoscaler, "status", "conditions")) {
      HpaCondition.Type type =
          switch (Tree.text(condition, "type")) {
            case "AbleToScale" -> HpaCondition.Type.ABLE_TO_SCALE;
            case "ScalingActive" -> HpaCondition.Type.SCALING_ACTIVE;
            case "ScalingLimited" -> HpaCondition.Type.SCALING_LIMITED;
            default -> null;
          };
      if (type != null) {
        conditions.add(
            new HpaCondition(
                type,
                Tree.text(condition, "status").equals(TRUE),
                Tree.text(condition, "reason"),
                Tree.text(condition, "message")));
      }
    }
    return conditions;
  }

  private static List<ScalingEvent> events(
      Map<String, Object> autoscaler, List<Map<String, Object>> events) {
    String uid = Tree.text(autoscaler, "metadata", "uid");
    return events.stream()
        .filter(event -> Tree.text(event, "involvedObject", "uid").equals(uid))
        .map(AutoscalerJudge::event)
        .sorted(Comparator.comparing(ScalingEvent::at).reversed())
        .toList();
  }

  private static ScalingEvent event(Map<String, Object> event) {
    Instant at =
        Tree.time(event, "lastTimestamp")
            .or(() -> Tree.time(event, "series", "lastObservedTime"))
            .or(() -> Tree.time(event, "eventTime"))
            .or(() -> Tree.time(event, "metadata", "creationTimestamp"))
            .orElse(Instant.EPOCH);
    return new ScalingEvent(
        at,
        Tree.text(event, "reason"),
        Tree.text(event, "message").strip(),
        Tree.text(event, "type").equals("Warning"),
        Math.max(1, Tree.number(event, "count")));
  }
}
