package io.elasticinference;

/** Why a service has the replicas that it has, and not others. */
public enum ScalingCause {
  /** The service is not in the cluster. */
  NOT_DEPLOYED,
  /** Nothing scales the service. */
  NO_AUTOSCALER,
  /** Several autoscalers act on the service, and undo each other's work. */
  SEVERAL_AUTOSCALERS,
  /** Somebody else's autoscaler acts on the service, by metrics that are not the ingress's. */
  FOREIGN_AUTOSCALER,
  /** The service has no replicas, which turns its autoscaler off. */
  SCALED_TO_ZERO,
  /** The autoscaler is so new that it has not looked yet. */
  NOT_LOOKED_YET,
  /** The autoscaler cannot read or change the service's replicas. */
  CANNOT_CHANGE_REPLICAS,
  /** The cluster has no adapter for metrics from outside. */
  NO_ADAPTER,
  /** The adapter is installed and does not answer. */
  ADAPTER_SILENT,
  /** The log cannot be read: no such project or log store, no right, no answer. */
  LOG_UNREADABLE,
  /** The log has no lines at all. */
  LOG_EMPTY,
  /** The log's newest lines are older than what the metric covers. */
  METRIC_TOO_OLD,
  /** The metric covers more than the adapter asks for, and so reads too low. */
  METRIC_PARTIAL,
  /** The metric counts another route than the one that the service's requests are logged under. */
  OTHER_ROUTE,
  /** The autoscaler has no metric, for another reason. */
  METRIC_MISSING,
  /** Pods that are wanted cannot start. */
  PODS_CANNOT_START,
  /** Pods that are wanted are starting. */
  PODS_STARTING,
  /** The metric asks for fewer replicas, and a window keeps them, or for more, likewise. */
  STABILIZING,
  /** The service has as many replicas as it may have, and the metric asks for more. */
  AT_MAXIMUM,
  /** A policy limits how fast the replicas change. */
  LIMITED_BY_POLICY,
  /** No requests reach the service. */
  NO_TRAFFIC,
  /** The service has as few replicas as it may have, and the metric asks for fewer. */
  AT_MINIMUM,
  /** The metric is so near its target that the autoscaler does not act. */
  WITHIN_TOLERANCE,
  /** The replicas are those that the metric asks for. */
  ENOUGH,
  /** The replicas change when the autoscaler looks next. */
  SCALES_NEXT
}
