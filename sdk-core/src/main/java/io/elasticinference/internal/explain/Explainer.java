package io.elasticinference.internal.explain;

import io.elasticinference.ScalingCause;
import io.elasticinference.ScalingExplanation;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Judges facts: what is in the way first, then the metric, then what the autoscaler made of it.
 * Asks nobody, so that the same facts always give the same explanation.
 */
final class Explainer {

  private static final List<Function<Scene, Optional<Verdict>>> JUDGES =
      List.of(WorkloadJudge::judge, MetricJudge::missing, PodJudge::judge, DecisionJudge::judge);

  private Explainer() {}

  static ScalingExplanation explain(ScalingFacts facts) {
    Scene scene = Scene.of(facts);
    Verdict verdict =
        WorkloadJudge.absent(scene)
            .or(() -> JUDGES.stream().flatMap(judge -> judge.apply(scene).stream()).findFirst())
            .orElseGet(() -> enough(scene));
    Autoscaler autoscaler = scene.autoscalerSeen();
    return new ScalingExplanation(
        verdict.cause(),
        verdict.sentence(),
        verdict.hint(),
        verdict.certain(),
        verdict.until(),
        autoscaler == null ? null : autoscaler.status(),
        scene.wanted() == null ? null : scene.wanted().replicas(),
        facts.metrics().stream().map(MetricFacts::reading).filter(Objects::nonNull).toList(),
        autoscaler == null ? List.of() : autoscaler.conditions(),
        autoscaler == null ? List.of() : autoscaler.events(),
        facts.cluster().service().problems());
  }

  private static Verdict enough(Scene scene) {
    return Verdict.of(
        ScalingCause.ENOUGH,
        scene.service() + " has the replicas that its metrics ask for: " + scene.numbers() + ".",
        "");
  }
}
