package io.elasticinference;

/**
 * Whether a service may run on elastic container instances beside, or instead of, cluster nodes.
 *
 * @see InferenceBuilder#burst(Burst)
 */
public enum Burst {
  /** Cluster nodes only. */
  NONE,
  /** Elastic container instances when cluster nodes are short. */
  ECI,
  /** Elastic container instances only. */
  ECI_ONLY
}
