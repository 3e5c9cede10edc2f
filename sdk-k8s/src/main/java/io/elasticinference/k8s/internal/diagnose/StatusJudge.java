package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the status of one version out of what was seen. Pure, but for what it must ask for. */
public final class StatusJudge {

  private static final String FALSE = "False";

  private StatusJudge() {}

  /** Judges a version. */
  public static ServiceStatus judge(
      ServiceNames names, Snapshot seen, Inquiries inquiries, Patience patience) {
    Map<String, Object> deployment = seen.deployment();
    if (deployment == null) {
      return new ServiceStatus(
          names.namespace(),
          names.name(),
          names.version(),
          false,
          false,
          0,
          0,
          0,
          0,
          0,
          null,
          List.of());
    }
    int desired = (int) Tree.numberIfAny(deployment, "spec", "replicas").orElse(1);
    int updated = Tree.number(deployment, "status", "updatedReplicas");
    int total = Tree.number(deployment, "status", "replicas");
    int available = Tree.number(deployment, "status", "availableReplicas");
    // As kubectl rollout status has it, all of one object, so that no part is older than another.
    boolean ready =
        seen.observed()
            && desired > 0
            && updated >= desired
            && total <= updated
            && available >= updated
            && Tree.text(deployment, "metadata", "deletionTimestamp").isEmpty();
    return new ServiceStatus(
        names.namespace(),
        names.name(),
        names.version(),
        true,
        ready,
        desired,
        seen.observed() ? updated : 0,
        readyReplicas(seen, deployment, updated, total),
        total,
        Tree.number(deployment, "status", "readyReplicas"),
        scalingIfAny(seen.autoscaler()),
        ready ? List.of() : problems(deployment, desired, seen, inquiries, patience));
  }

  private static int readyReplicas(
      Snapshot seen, Map<String, Object> deployment, int updated, int total) {
    if (!seen.observed()) {
      return 0;
    }
    int all = Tree.number(deployment, "status", "readyReplicas");
    Map<String, Object> newest = seen.newest();
    if (updated == total || newest == null) {
      return Math.min(all, updated);
    }
    return Math.min(Tree.number(newest, "status", "readyReplicas"), updated);
  }

  private static List<Problem> problems(
      Map<String, Object> deployment,
      int desired,
      Snapshot seen,
      Inquiries inquiries,
      Patience patience) {
    Findings findings = new Findings(patience);
    if (!Tree.text(deployment, "metadata", "deletionTimestamp").isEmpty()) {
      findings.passing(
          Problem.Kind.OTHER, Resource.DEPLOYMENT, deployment, "Deleted", "it is being deleted");
    } else if (desired == 0) {
      findings.passing(
          Problem.Kind.OTHER,
          Resource.DEPLOYMENT,
          deployment,
          "ScaledToZero",
          "it has no replicas, and nothing wakes it");
    }
    PodJudge pods = new PodJudge(seen, inquiries, findings);
    seen.newestPods().forEach(pods::judge);
    new RolloutJudge(seen, findings).judge(deployment);
    return findings.worstFirst();
  }

  private static @Nullable ScalingStatus scalingIfAny(@Nullable Map<String, Object> autoscaler) {
    return autoscaler == null ? null : scaling(autoscaler);
  }

  /** Reads an autoscaler's bounds, and what it sees and wants. */
  static ScalingStatus scaling(Map<String, Object> autoscaler) {
    return new ScalingStatus(
        (int) Tree.numberIfAny(autoscaler, "spec", "minReplicas").orElse(1),
        Tree.number(autoscaler, "spec", "maxReplicas"),
        Tree.number(autoscaler, "status", "currentReplicas"),
        Tree.number(autoscaler, "status", "desiredReplicas"),
        Readings.of(autoscaler),
        inaction(autoscaler));
  }

  private static String inaction(Map<String, Object> autoscaler) {
    for (String type : List.of("AbleToScale", "ScalingActive")) {
      Map<String, Object> condition = Tree.condition(autoscaler, type);
      if (Tree.text(condition, "status").equals(FALSE)) {
        return Tree.text(condition, "reason") + ": " + Tree.text(condition, "message");
      }
    }
    return "";
  }
}
