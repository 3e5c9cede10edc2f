package io.elasticinference.scaling;

/** Which of several {@link ScalingPolicy policies} counts ({@code selectPolicy} of an HPA). */
public enum SelectPolicy {
  /** The one that allows the largest change: Kubernetes' default. */
  MAX,
  /** The one that allows the smallest change. */
  MIN,
  /** None: the autoscaler does not scale in this direction. */
  DISABLED
}
