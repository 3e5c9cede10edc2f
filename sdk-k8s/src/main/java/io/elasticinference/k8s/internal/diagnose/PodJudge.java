package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.util.Map;

/** Judges one pod of the newest generation. */
final class PodJudge {

  private static final String TRUE = "True";

  private final StockJudge stock;
  private final VolumeJudge volumes;
  private final ContainerJudge containers;
  private final Findings findings;

  PodJudge(Snapshot seen, Inquiries inquiries, Findings findings) {
    this.stock = new StockJudge(seen, findings);
    this.volumes = new VolumeJudge(seen, inquiries, findings);
    this.containers = new ContainerJudge(seen, inquiries, findings);
    this.findings = findings;
  }

  void judge(Map<String, Object> pod) {
    if (Tree.text(Tree.condition(pod, "Ready"), "status").equals(TRUE)) {
      return;
    }
    if (stock.judge(pod)) {
      return;
    }
    if (!runs(pod)) {
      volumes.judge(pod);
    }
    unscheduled(pod);
    containers.judge(pod);
  }

  private static boolean runs(Map<String, Object> pod) {
    for (Map<String, Object> container : Tree.maps(pod, "status", "containerStatuses")) {
      boolean started =
          Tree.at(container, "state", "running") != null
              || Tree.at(container, "lastState", "terminated") != null;
      if (started) {
        return true;
      }
    }
    return false;
  }

  private void unscheduled(Map<String, Object> pod) {
    Map<String, Object> condition = Tree.condition(pod, "PodScheduled");
    if (condition.isEmpty() || Tree.text(condition, "status").equals(TRUE)) {
      return;
    }
    String reason = Tree.text(condition, "reason");
    String why = Tree.text(condition, "message");
    // Claims are judged by themselves; the scheduler only sees that they are not there yet.
    boolean aboutClaims = why.toLowerCase(java.util.Locale.ROOT).contains("persistentvolumeclaim");
    boolean roomIsMade = !Tree.text(pod, "status", "nominatedNodeName").isEmpty();
    if (aboutClaims) {
      findings.passing(Problem.Kind.VOLUME, Resource.POD, pod, reason, why);
    } else if (reason.equals("Unschedulable") && !roomIsMade) {
      findings.fatal(Problem.Kind.UNSCHEDULABLE, Resource.POD, pod, reason, why, Findings.CACHES);
    } else {
      findings.passing(Problem.Kind.UNSCHEDULABLE, Resource.POD, pod, reason, why);
    }
  }
}
