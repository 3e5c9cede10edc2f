package io.elasticinference.internal.explain;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;

import io.elasticinference.ScalingCause;
import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.scaling.HpaCondition;
import java.util.Optional;

/** What the autoscaler made of its metrics, where it has them and its pods answer. */
final class DecisionJudge {

  private DecisionJudge() {}

  static Optional<Verdict> judge(Scene scene) {
    Wanted wanted = scene.wanted();
    if (wanted == null) {
      return Optional.empty();
    }
    int now = scene.replicas();
    boolean atMinimum = now <= scene.status().minReplicas();
    if (wanted.replicas() <= now) {
      Optional<Verdict> partial = MetricJudge.partial(scene);
      if (partial.isPresent()) {
        return partial;
      }
    }
    if (atMinimum && MetricJudge.allZero(scene)) {
      return MetricJudge.zero(scene);
    }
    double down = scene.autoscaler().scaleDown().tolerance().orElse(Wanted.TOLERANCE);
    double up = scene.autoscaler().scaleUp().tolerance().orElse(Wanted.TOLERANCE);
    if (wanted.near(down, up) && wanted.replicas() == now) {
      return Optional.of(within(scene, wanted, down, up));
    }
    if (wanted.replicas() > now) {
      return Optional.of(more(scene, wanted));
    }
    if (wanted.replicas() < now) {
      return Optional.of(fewer(scene, wanted, atMinimum));
    }
    return Optional.empty();
  }

  private static Verdict within(Scene scene, Wanted wanted, double down, double up) {
    double off = wanted.ratio() - 1;
    return new Verdict(
        ScalingCause.WITHIN_TOLERANCE,
        scene.service()
            + " is within tolerance: "
            + scene.numbers()
            + ", and the autoscaler does not act before the metric is more than "
            + Tables.percent(off < 0 ? down : up)
            + (off < 0 ? " below" : " above")
            + " the target (it is "
            + Tables.percent(Math.abs(off))
            + (off < 0 ? " below)." : " above)."),
        "Lower the target to scale out earlier.",
        scene.autoscaler().scaleUp().tolerance().isPresent()
            && scene.autoscaler().scaleDown().tolerance().isPresent(),
        null);
  }

  private static Verdict more(Scene scene, Wanted wanted) {
    int max = scene.status().maxReplicas();
    if (scene.holds(ABLE_TO_SCALE, "ScaleUpStabilized")) {
      return Stabilization.judge(scene, true);
    }
    if (scene.replicas() >= max) {
      return Verdict.of(
          ScalingCause.AT_MAXIMUM,
          scene.service()
              + " is at its maximum of "
              + Scene.count(max)
              + ": "
              + scene.numbers()
              + ".",
          "Raise the maximum: autoscale(..).replicas("
              + scene.status().minReplicas()
              + ", "
              + wanted.replicas()
              + "), if the budget allows.");
    }
    if (scene.holds(SCALING_LIMITED, "ScaleUpLimit")) {
      return policy(scene, "scaleUp");
    }
    return next(scene, Math.min(wanted.replicas(), max));
  }

  private static Verdict fewer(Scene scene, Wanted wanted, boolean atMinimum) {
    if (atMinimum) {
      return Verdict.of(
          ScalingCause.AT_MINIMUM,
          scene.service()
              + " is at its minimum of "
              + Scene.count(scene.status().minReplicas())
              + ": "
              + scene.numbers()
              + ".",
          "");
    }
    if (scene.holds(ABLE_TO_SCALE, "ScaleDownStabilized")) {
      return Stabilization.judge(scene, false);
    }
    if (scene.holds(SCALING_LIMITED, "ScaleDownLimit")) {
      return policy(scene, "scaleDown");
    }
    return next(scene, Math.max(wanted.replicas(), scene.status().minReplicas()));
  }

  private static Verdict policy(Scene scene, String direction) {
    String said = scene.condition(SCALING_LIMITED).map(HpaCondition::message).orElse("");
    return Verdict.of(
        ScalingCause.LIMITED_BY_POLICY,
        scene.service()
            + " scales as fast as its policy allows: "
            + scene.numbers()
            + ", and "
            + said
            + ".",
        "Wait, or allow bigger steps with ." + direction + "(..).");
  }

  private static Verdict next(Scene scene, int replicas) {
    return Verdict.of(
        ScalingCause.SCALES_NEXT,
        scene.service()
            + " goes to "
            + Scene.count(replicas)
            + " when its autoscaler looks next: "
            + scene.numbers()
            + ".",
        "");
  }
}
