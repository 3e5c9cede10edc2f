package io.elasticinference.scaling;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the autoscaler did in one sync, and why.
 *
 * @param at when, since the simulation's begin
 * @param currentReplicas the replicas that it found
 * @param metricReplicas the replicas that the metrics ask for, before windows, policies and bounds;
 *     empty where it did not come to ask them or they could not be read
 * @param desiredReplicas the replicas that it set; those that it found where it changed nothing
 * @param rescaleReason why it changed the replicas, in the controller's words; empty where it did
 *     not
 * @param conditions the HPA's conditions after the sync; a condition that no sync has set yet is
 *     not among them
 */
public record HpaDecision(
    Duration at,
    int currentReplicas,
    OptionalInt metricReplicas,
    int desiredReplicas,
    String rescaleReason,
    List<HpaCondition> conditions) {

  public HpaDecision {
    conditions = List.copyOf(conditions);
  }

  /**
   * Whether the autoscaler changed the replicas.
   *
   * @return true where desired and current replicas differ
   */
  public boolean rescaled() {
    return desiredReplicas != currentReplicas;
  }

  /**
   * One of the conditions.
   *
   * @param type which
   * @return the condition, if any sync has set it
   */
  public Optional<HpaCondition> condition(HpaCondition.Type type) {
    return conditions.stream().filter(condition -> condition.type() == type).findFirst();
  }
}
