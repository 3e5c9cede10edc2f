package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.HpaCondition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The conditions in an HPA's status; each stays until it is set again. */
final class Conditions {

  private final Map<HpaCondition.Type, HpaCondition> conditions =
      new EnumMap<>(HpaCondition.Type.class);

  void set(HpaCondition.Type type, boolean status, String reason, String message) {
    conditions.put(type, new HpaCondition(type, status, reason, message));
  }

  List<HpaCondition> list() {
    return List.copyOf(conditions.values());
  }
}
