package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Collects problems, worst first, and holds back for a while what may still be a mistake. */
final class Findings {

  /** For what a controller says on the ground of caches that may lag behind. */
  static final Duration CACHES = Duration.ofSeconds(3);

  /** For what the cluster has said so often that it means it. */
  static final Duration AT_ONCE = Duration.ZERO;

  private final Patience patience;
  private final List<Problem> problems = new ArrayList<>();

  Findings(Patience patience) {
    this.patience = patience;
  }

  /** Something that may pass. */
  void passing(
      Problem.Kind kind, Resource resource, Map<String, Object> object, String reason, String why) {
    add(kind, resource, object, reason, why, List.of(), false);
  }

  /** Something that cannot heal, once it has lasted for that long. */
  void fatal(
      Problem.Kind kind,
      Resource resource,
      Map<String, Object> object,
      String reason,
      String why,
      Duration grace) {
    String what = Tree.text(object, "metadata", "uid") + " " + kind + " " + reason;
    boolean meant = grace.isZero() || patience.isOver(what, grace);
    add(kind, resource, object, reason, why, List.of(), meant);
  }

  void add(
      Problem.Kind kind,
      Resource resource,
      Map<String, Object> object,
      String reason,
      String why,
      List<String> lastWords,
      boolean fatal) {
    problems.add(
        new Problem(
            kind, Tree.ref(resource, object).toString(), reason, why.strip(), lastWords, fatal));
  }

  /** The problems found, those that cannot heal first. */
  List<Problem> worstFirst() {
    // Stable: among equals, what was looked at first stays first.
    return problems.stream()
        .distinct()
        .sorted(Comparator.comparing((Problem problem) -> !problem.fatal()))
        .toList();
  }
}
