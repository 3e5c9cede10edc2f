package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.ScheduleObjects;
import java.util.List;
import java.util.Map;

/**
 * An autoscaler's minimum, which the clock's switches set between our applies. They are ours, so
 * that an apply may take the field over from them: it writes what their last one has set, or what
 * the service is to have from now on.
 */
final class Minimums {

  private static final String FIELD = ".spec.minReplicas";
  private static final String SETTER = '"' + ScheduleObjects.MANAGER + '"';

  private Minimums() {}

  /** Whether an apply failed only since a switch had set the minimum. */
  static boolean areTheSchedules(ApiFailure failure) {
    List<Map<String, Object>> conflicts = failure.fieldConflicts();
    return !conflicts.isEmpty()
        && conflicts.stream()
            .allMatch(
                conflict ->
                    Tree.text(conflict, "field").equals(FIELD)
                        && Tree.text(conflict, "message").contains(SETTER));
  }
}
