package io.elasticinference;

import java.util.List;

/**
 * What would happen, or has happened, to one object.
 *
 * @param object which object
 * @param action what happens to it
 * @param fields which fields change; empty unless the action is an update
 */
public record PlannedChange(ObjectRef object, Action action, List<FieldChange> fields) {

  /** What happens to an object. */
  public enum Action {
    /** It is not there yet. */
    CREATE,
    /** It is there and differs. */
    UPDATE,
    /** It is there as it should be. */
    UNCHANGED,
    /** It is there, made for this service, and not wanted any more. */
    DELETE
  }

  public PlannedChange {
    fields = List.copyOf(fields);
  }

  /**
   * The change in one or more lines.
   *
   * @return for example {@code update HorizontalPodAutoscaler default/bert}, its fields below it
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-9s %s", action.name().toLowerCase(java.util.Locale.ROOT), object));
    fields.forEach(field -> text.append("\n            ").append(field));
    return text.toString();
  }
}
