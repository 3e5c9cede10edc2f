package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.time.Duration;
import java.util.Map;

/**
 * Judges what the Deployment's and the ReplicaSet's controllers say: that pods cannot be made, or
 * that there is no progress (pkg/controller/deployment, pkg/controller/replicaset).
 */
final class RolloutJudge {

  private static final String TRUE = "True";
  private static final String FALSE = "False";

  /** A new namespace's service account comes a moment after it. */
  private static final Duration ACCOUNT_COMES = Duration.ofSeconds(15);

  private final Snapshot seen;
  private final Findings findings;

  RolloutJudge(Snapshot seen, Findings findings) {
    this.seen = seen;
    this.findings = findings;
  }

  void judge(Map<String, Object> deployment) {
    Map<String, Object> newest = seen.newest();
    if (newest != null) {
      Map<String, Object> failure = Tree.condition(newest, "ReplicaFailure");
      if (Tree.text(failure, "status").equals(TRUE)) {
        refused(Resource.REPLICA_SET, newest, failure, Findings.AT_ONCE);
      }
    }
    Map<String, Object> progress = Tree.condition(deployment, "Progressing");
    if (!Tree.text(progress, "status").equals(FALSE)) {
      return;
    }
    String reason = Tree.text(progress, "reason");
    if (reason.equals("ReplicaSetCreateError")) {
      // The controller does not say that it saw the newest spec while it fails at this.
      refused(Resource.DEPLOYMENT, deployment, progress, Findings.CACHES);
    } else if (seen.observed() && reason.equals("ProgressDeadlineExceeded")) {
      findings.fatal(
          Problem.Kind.OTHER,
          Resource.DEPLOYMENT,
          deployment,
          reason,
          Tree.text(progress, "message"),
          Findings.CACHES);
    }
  }

  private void refused(
      Resource resource,
      Map<String, Object> object,
      Map<String, Object> condition,
      Duration grace) {
    String why = Tree.text(condition, "message");
    String reason = Tree.text(condition, "reason");
    Problem.Kind kind = Words.refusal(why);
    if (why.contains("service account")) {
      findings.fatal(kind, resource, object, reason, why, ACCOUNT_COMES);
    } else if (kind == Problem.Kind.OTHER) {
      findings.passing(kind, resource, object, reason, why);
    } else {
      findings.fatal(kind, resource, object, reason, why, grace);
    }
  }
}
