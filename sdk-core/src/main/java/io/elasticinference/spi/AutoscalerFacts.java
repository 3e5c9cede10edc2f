package io.elasticinference.spi;

import io.elasticinference.ScalingEvent;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.scaling.ScalingRules;
import java.util.List;

/**
 * What the cluster knows about how a version scales, without a judgement.
 *
 * @param service the version's status, with what keeps its pods from starting
 * @param autoscalers all that act on the version's workload, this SDK's first
 * @param metricsApi whether the cluster has metrics from outside
 */
public record AutoscalerFacts(
    ServiceStatus service, List<Autoscaler> autoscalers, MetricsApi metricsApi) {

  /** Whether the cluster serves metrics from outside. */
  public enum MetricsApi {
    /** An adapter is installed and answers. */
    SERVED,
    /** An adapter is installed and does not answer. */
    SILENT,
    /** None is installed. */
    MISSING
  }

  /**
   * One autoscaler.
   *
   * @param name its object's name
   * @param ours whether this SDK wrote it
   * @param status its bounds, what it last saw and what it wants
   * @param metrics those of its metrics that come from outside the cluster
   * @param scaleUp how it scales up
   * @param scaleDown how it scales down
   * @param conditions its conditions; none before it has looked for the first time
   * @param events what was written down about it, newest first
   */
  public record Autoscaler(
      String name,
      boolean ours,
      ScalingStatus status,
      List<ScalingMetric> metrics,
      ScalingRules scaleUp,
      ScalingRules scaleDown,
      List<HpaCondition> conditions,
      List<ScalingEvent> events) {

    public Autoscaler {
      metrics = List.copyOf(metrics);
      conditions = List.copyOf(conditions);
      events = List.copyOf(events);
    }
  }

  public AutoscalerFacts {
    autoscalers = List.copyOf(autoscalers);
  }
}
