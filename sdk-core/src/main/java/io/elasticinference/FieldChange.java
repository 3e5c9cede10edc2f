package io.elasticinference;

import org.jspecify.annotations.Nullable;

/**
 * One field that an apply would change. Secret values are never in it.
 *
 * @param path the field, for example {@code spec.maxReplicas}
 * @param before its value now; null where there is none
 * @param after its value then; null where it goes
 */
public record FieldChange(String path, @Nullable String before, @Nullable String after) {

  /**
   * The change in one line.
   *
   * @return {@code path: before -> after}
   */
  @Override
  public String toString() {
    return path
        + ": "
        + (before == null ? "(none)" : before)
        + " -> "
        + (after == null ? "(none)" : after);
  }
}
