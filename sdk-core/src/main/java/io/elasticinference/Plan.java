package io.elasticinference;

import io.elasticinference.internal.html.PlanHtml;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a deploy would change, found by the API server's own dry run; nothing was written. Printed,
 * it is a list of the changes for people.
 *
 * @param changes one a rendered object, in the order in which they are applied
 * @see InferenceBuilder#plan()
 */
public record Plan(List<PlannedChange> changes) implements HtmlView {

  public Plan {
    changes = List.copyOf(changes);
  }

  /**
   * Whether a deploy would change nothing.
   *
   * @return true where every object is as it should be
   */
  public boolean isEmpty() {
    return changes.stream().allMatch(c -> c.action() == PlannedChange.Action.UNCHANGED);
  }

  /** The plan as a table. */
  @Override
  public String toHtml() {
    return PlanHtml.of(this);
  }

  /**
   * The plan as a person reads it.
   *
   * @return a line an object, changed fields below it
   */
  @Override
  public String toString() {
    return changes.stream().map(PlannedChange::toString).collect(Collectors.joining("\n"));
  }
}
