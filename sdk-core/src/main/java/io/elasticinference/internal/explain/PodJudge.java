package io.elasticinference.internal.explain;

import io.elasticinference.Problem;
import io.elasticinference.ScalingCause;
import io.elasticinference.ServiceStatus;
import io.elasticinference.internal.Hints;
import java.util.Optional;

/** Whether the replicas that the autoscaler set have become pods that answer. */
final class PodJudge {

  private PodJudge() {}

  static Optional<Verdict> judge(Scene scene) {
    ServiceStatus service = scene.facts().cluster().service();
    int wanted = Math.max(service.desiredReplicas(), scene.status().desiredReplicas());
    if (service.answeringReplicas() >= wanted) {
      return Optional.empty();
    }
    String short0 =
        scene.service()
            + "'s autoscaler wants "
            + Scene.count(wanted)
            + ", and "
            + service.answeringReplicas()
            + (service.answeringReplicas() == 1 ? " answers" : " answer");
    Optional<Problem> problem =
        service.problems().stream().filter(PodJudge::keepsFromStarting).findFirst();
    return Optional.of(
        problem
            .map(
                one ->
                    Verdict.of(
                        ScalingCause.PODS_CANNOT_START,
                        short0 + ": the others cannot start, " + one + ".",
                        Hints.forProblem(one)))
            .orElseGet(
                () ->
                    Verdict.of(
                        ScalingCause.PODS_STARTING,
                        short0
                            + ": the others are starting"
                            + service.problems().stream()
                                .findFirst()
                                .map(one -> ", " + one)
                                .orElse("")
                            + ".",
                        "Wait until they are ready.")));
  }

  private static boolean keepsFromStarting(Problem problem) {
    return problem.fatal()
        || switch (problem.kind()) {
          case NOT_READY, OTHER -> false;
          default -> true;
        };
  }
}
