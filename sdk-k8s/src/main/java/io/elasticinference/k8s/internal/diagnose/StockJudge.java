package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.util.Map;
import java.util.Set;

/** Judges what a virtual node says of an instance that it cannot get. */
final class StockJudge {

  private static final Set<String> NO_STOCK = Set.of("NoStock", "StockExhaust", "StockClose");
  private static final Set<String> FAILED =
      Set.of("ContainerInstanceScheduleFailed", "ProviderFailed");

  private final Snapshot seen;
  private final Findings findings;

  StockJudge(Snapshot seen, Findings findings) {
    this.seen = seen;
    this.findings = findings;
  }

  /** Answers whether the pod has no instance to run on. */
  boolean judge(Map<String, Object> pod) {
    Map<String, Object> condition = Tree.condition(pod, "ContainerInstanceCreated");
    String conditionReason = Tree.text(condition, "reason");
    if (NO_STOCK.contains(conditionReason) && !Tree.text(condition, "status").equals("True")) {
      fatal(Problem.Kind.OUT_OF_STOCK, pod, conditionReason, Tree.text(condition, "message"));
      return true;
    }
    for (Map<String, Object> event : seen.eventsOf(pod)) {
      if (Tree.text(event, "reason").equals("ProviderCreateFailed")) {
        String why = Tree.text(event, "message");
        fatal(kind(why), pod, "ProviderCreateFailed", why);
        return true;
      }
    }
    String status = Tree.text(pod, "status", "reason");
    if (FAILED.contains(status)) {
      String why = Tree.text(pod, "status", "message");
      fatal(kind(why), pod, status, why);
      return true;
    }
    return false;
  }

  private static Problem.Kind kind(String why) {
    if (Words.soldOut(why)) {
      return Problem.Kind.OUT_OF_STOCK;
    }
    return Words.refusal(why);
  }

  private void fatal(Problem.Kind kind, Map<String, Object> pod, String reason, String why) {
    findings.fatal(kind, Resource.POD, pod, reason, why, Findings.AT_ONCE);
  }
}
