package io.elasticinference.internal.explain;

import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts with what every judge needs of them.
 *
 * @param facts all of them
 * @param autoscalerSeen the autoscaler that counts; null where there is none
 * @param wanted what the metrics ask for; null where none is known
 */
record Scene(ScalingFacts facts, @Nullable Autoscaler autoscalerSeen, @Nullable Wanted wanted) {

  static Scene of(ScalingFacts facts) {
    Autoscaler first = facts.cluster().autoscalers().stream().findFirst().orElse(null);
    if (first == null) {
      return new Scene(facts, null, null);
    }
    Wanted wanted =
        Wanted.of(
            first.status(),
            facts.cluster().service().answeringReplicas(),
            first.scaleDown().tolerance().orElse(Wanted.TOLERANCE),
            first.scaleUp().tolerance().orElse(Wanted.TOLERANCE));
    return new Scene(facts, first, wanted);
  }

  /** Only asked once it is known that there is one. */
  Autoscaler autoscaler() {
    if (autoscalerSeen == null) {
      throw new IllegalStateException("no autoscaler");
    }
    return autoscalerSeen;
  }

  ScalingStatus status() {
    return autoscaler().status();
  }

  int replicas() {
    return status().currentReplicas();
  }

  Optional<HpaCondition> condition(HpaCondition.Type type) {
    return autoscaler().conditions().stream()
        .filter(condition -> condition.type() == type)
        .findFirst();
  }

  /** Whether a condition holds for one of these reasons. */
  boolean holds(HpaCondition.Type type, String... reasons) {
    HpaCondition condition = condition(type).orElse(null);
    if (condition == null || !condition.status()) {
      return false;
    }
    for (String reason : reasons) {
      if (condition.reason().equals(reason)) {
        return true;
      }
    }
    return false;
  }

  String service() {
    return "Service '" + facts.names().name() + "'";
  }

  /** What is seen of the leading metric, with the replicas that it asks for. */
  String numbers() {
    if (wanted == null) {
      return "no metric is known";
    }
    ScalingReading leading = wanted.leading();
    double value = leading.value().orElseThrow();
    String target = Tables.number(leading.target());
    String seen =
        leading.perReplica()
            ? leading.metric()
                + " is "
                + Tables.number(value * replicas())
                + " in all, "
                + Tables.number(value)
                + " for each of "
                + count(replicas())
                + " (target "
                + target
                + ")"
            : leading.metric() + " is " + Tables.number(value) + " (target " + target + ")";
    return seen + ", which asks for " + wanted.replicas();
  }

  static String count(int replicas) {
    return replicas == 1 ? "1 replica" : replicas + " replicas";
  }
}
