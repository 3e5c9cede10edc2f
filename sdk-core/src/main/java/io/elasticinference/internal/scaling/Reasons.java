package io.elasticinference.internal.scaling;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;

/** The sentences that {@code kubectl describe hpa} shows, so that both read the same. */
final class Reasons {

  static final String SCALE_UP_STABILIZED =
      "recent recommendations were lower than current one, applying the lowest recent"
          + " recommendation";
  static final String SCALE_DOWN_STABILIZED =
      "recent recommendations were higher than current one, applying the highest recent"
          + " recommendation";
  static final String TOO_FEW = "the desired replica count is less than the minimum replica count";
  static final String TOO_MANY = "the desired replica count is more than the maximum replica count";
  static final String TOO_FAST_UP =
      "the desired replica count is increasing faster than the maximum scale rate";
  static final String TOO_FAST_DOWN =
      "the desired replica count is decreasing faster than the maximum scale rate";

  private Reasons() {}

  static void ready(Conditions conditions) {
    conditions.set(
        ABLE_TO_SCALE, true, "ReadyForNewScale", "recommended size matches current size");
  }

  static void withinRange(Conditions conditions) {
    conditions.set(
        SCALING_LIMITED,
        false,
        "DesiredWithinRange",
        "the desired count is within the acceptable range");
  }
}
