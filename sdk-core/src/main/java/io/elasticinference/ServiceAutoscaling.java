package io.elasticinference;

import java.util.List;

/**
 * What makes a service scale, and why it does or does not. Each call looks anew. Safe for use by
 * many threads, as long as the client is open.
 *
 * <pre>{@code
 * ScalingExplanation why = service.autoscaling().explain();
 * System.out.println(why.sentence() + " " + why.hint());
 * }</pre>
 *
 * @see InferenceService#autoscaling()
 */
public interface ServiceAutoscaling {

  /**
   * Explains why the service has the replicas that it has: from the autoscaler's status, conditions
   * and events, from its pods, and from the log that its metrics are read from. A log that cannot
   * be read is a part of the explanation, and no failure.
   *
   * @return the explanation
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  ScalingExplanation explain();

  /**
   * What the cluster wrote down about the autoscaler: when it scaled to what and why, and what kept
   * it from that. Clusters keep that for an hour.
   *
   * @return the events, newest first; none where the service has no autoscaler
   * @throws ClusterAccessException where the cluster cannot be reached or refuses
   */
  List<ScalingEvent> history();
}
