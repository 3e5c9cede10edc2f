package io.elasticinference.internal.explain;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_ACTIVE;

import io.elasticinference.ScalingCause;
import io.elasticinference.ServiceStatus;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether there is something that scales, and something to scale. */
final class WorkloadJudge {

  private static final String DEPLOY_WITH = "Deploy it with autoscale(qps(10).replicas(1, 10)).";

  private WorkloadJudge() {}

  /** What ends every further question. */
  static Optional<Verdict> absent(Scene scene) {
    ServiceStatus service = scene.facts().cluster().service();
    if (!service.exists()) {
      return Optional.of(
          Verdict.of(
              ScalingCause.NOT_DEPLOYED,
              scene.service()
                  + " version "
                  + scene.facts().names().version()
                  + " is not in the cluster.",
              "Deploy it."));
    }
    if (scene.autoscalerSeen() == null) {
      return Optional.of(
          Verdict.of(
              ScalingCause.NO_AUTOSCALER,
              scene.service()
                  + " has no autoscaler, so it stays at "
                  + Scene.count(service.desiredReplicas())
                  + ".",
              DEPLOY_WITH));
    }
    return Optional.empty();
  }

  static Optional<Verdict> judge(Scene scene) {
    List<Autoscaler> all = scene.facts().cluster().autoscalers();
    if (all.size() > 1) {
      return Optional.of(several(scene, all));
    }
    Autoscaler autoscaler = scene.autoscaler();
    if (!autoscaler.ours() && autoscaler.metrics().isEmpty()) {
      return Optional.of(
          Verdict.of(
              ScalingCause.FOREIGN_AUTOSCALER,
              scene.service()
                  + " is scaled by '"
                  + autoscaler.name()
                  + "', which somebody else wrote and which reads no metric of the ingress.",
              "Look at it with kubectl describe hpa "
                  + autoscaler.name()
                  + "; delete it and deploy() with autoscale(..) to scale by requests."));
    }
    if (scene.facts().cluster().service().desiredReplicas() == 0) {
      return Optional.of(
          Verdict.of(
              ScalingCause.SCALED_TO_ZERO,
              scene.service()
                  + " has been set to 0 replicas, which turns its autoscaler off: nothing but you"
                  + " will wake it.",
              "Set its replicas to 1: kubectl scale deployment "
                  + scene.facts().names().workload()
                  + " --replicas=1."));
    }
    if (autoscaler.conditions().isEmpty()) {
      return Optional.of(
          Verdict.of(
              ScalingCause.NOT_LOOKED_YET,
              scene.service() + "'s autoscaler is new and has not looked yet.",
              "Ask again in half a minute."));
    }
    return cannotChange(scene);
  }

  private static Verdict several(Scene scene, List<Autoscaler> all) {
    String names =
        all.stream()
            .map(one -> "'" + one.name() + "'" + (one.ours() ? "" : " (somebody else's)"))
            .collect(Collectors.joining(" and "));
    return Verdict.of(
        ScalingCause.SEVERAL_AUTOSCALERS,
        scene.service()
            + " has "
            + all.size()
            + " autoscalers, "
            + names
            + ", so that Kubernetes obeys none of them, or each undoes what another did.",
        "Delete all but one: kubectl delete hpa NAME.");
  }

  private static Optional<Verdict> cannotChange(Scene scene) {
    Optional<HpaCondition> able =
        scene.condition(ABLE_TO_SCALE).filter(condition -> !condition.status());
    Optional<HpaCondition> ambiguous =
        scene
            .condition(SCALING_ACTIVE)
            .filter(condition -> condition.reason().equals("AmbiguousSelector"));
    return able.or(() -> ambiguous)
        .map(
            condition ->
                Verdict.of(
                    ScalingCause.CANNOT_CHANGE_REPLICAS,
                    scene.service()
                        + "'s autoscaler cannot read or change its replicas: "
                        + condition.reason()
                        + ", "
                        + condition.message()
                        + ".",
                    "Look whether the Deployment is there, and whether a quota or another"
                        + " autoscaler with the same pods is in the way."));
  }
}
