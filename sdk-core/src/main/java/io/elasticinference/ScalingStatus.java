package io.elasticinference;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the autoscaler of a service sees and wants.
 *
 * @param minReplicas its lower bound
 * @param maxReplicas its upper bound
 * @param currentReplicas how many replicas it last saw, which its average is taken over
 * @param desiredReplicas what it wants now
 * @param targetPerReplica requests a second that each replica is kept near
 * @param currentPerReplicaSeen requests a second a replica as it last saw them; null: no metric yet
 * @param message why it does not act, in the cluster's words; empty where nothing is wrong
 */
public record ScalingStatus(
    int minReplicas,
    int maxReplicas,
    int currentReplicas,
    int desiredReplicas,
    double targetPerReplica,
    @Nullable Double currentPerReplicaSeen,
    String message) {

  /**
   * Requests a second over all replicas as the autoscaler last saw them.
   *
   * @return the average times the replicas that it was taken over; empty before the first metric
   */
  public OptionalDouble currentInAll() {
    return currentPerReplicaSeen == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(currentPerReplicaSeen * currentReplicas);
  }

  /**
   * Requests a second a replica as the autoscaler last saw them.
   *
   * @return the value; empty before the first metric arrived
   */
  public OptionalDouble currentPerReplica() {
    return currentPerReplicaSeen == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(currentPerReplicaSeen);
  }
}
