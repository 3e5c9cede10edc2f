package io.elasticinference.internal.explain;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.ScalingEvent;
import io.elasticinference.ScalingExplanation;
import io.elasticinference.ServiceAutoscaling;
import io.elasticinference.internal.Ports;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers what an explanation needs: from the cluster all, from the log what may matter. */
public final class ScalingInquiry implements ServiceAutoscaling {

  private static final Duration LONGEST_HISTORY = Duration.ofHours(1);

  private final Ports ports;
  private final ServiceNames names;
  private final Clock clock;

  /**
   * Asks about one version.
   *
   * @param ports who is asked
   * @param names the version
   * @param clock says when now is
   */
  public ScalingInquiry(Ports ports, ServiceNames names, Clock clock) {
    this.ports = ports;
    this.names = names;
    this.clock = clock;
  }

  @Override
  public List<ScalingEvent> history() {
    return ports.operation("scaling.history", Ports.subject(names), this::events);
  }

  private List<ScalingEvent> events() {
    return ports.cluster().autoscalerFacts(names).autoscalers().stream()
        .findFirst()
        .map(Autoscaler::events)
        .orElse(List.of());
  }

  @Override
  public ScalingExplanation explain() {
    return ports.operation("scaling.explain", Ports.subject(names), this::explanation);
  }

  private ScalingExplanation explanation() {
    AutoscalerFacts cluster = ports.cluster().autoscalerFacts(names);
    List<MetricFacts> metrics =
        cluster.autoscalers().stream()
            .findFirst()
            .map(one -> one.metrics().stream().map(metric -> facts(one, metric)).toList())
            .orElse(List.of());
    return Explainer.explain(new ScalingFacts(names, cluster, metrics, clock.instant()));
  }

  private MetricFacts facts(Autoscaler autoscaler, ScalingMetric metric) {
    SortedMap<Instant, Double> history = new TreeMap<>();
    try {
      TrafficMetrics traffic = ports.trafficMetrics();
      AdapterReading reading = traffic.asAdapterSeesIt(metric);
      boolean seen =
          autoscaler.status().inAll(metric.name()).orElse(0) > 0 && reading.value().orElse(0) > 0;
      LogView log = seen ? null : traffic.look(metric);
      if (isStabilizing(autoscaler)) {
        Instant now = clock.instant().plusSeconds(1);
        history = traffic.adapterHistory(metric, now.minus(lookBack(autoscaler)), now);
      }
      return new MetricFacts(metric, reading, null, log, history);
    } catch (ElasticInferenceException e) {
      return new MetricFacts(metric, null, e, null, history);
    }
  }

  private static boolean isStabilizing(Autoscaler autoscaler) {
    return autoscaler.conditions().stream()
        .anyMatch(one -> one.type() == ABLE_TO_SCALE && one.reason().endsWith("Stabilized"));
  }

  /** A little longer than the longer window, since what matters may lie just at its edge. */
  private static Duration lookBack(Autoscaler autoscaler) {
    Duration longest = Duration.ZERO;
    for (ScalingRules rules : List.of(autoscaler.scaleUp(), autoscaler.scaleDown())) {
      Duration window = rules.stabilizationWindow().orElse(Stabilization.KUBERNETES_OWN);
      longest = window.compareTo(longest) > 0 ? window : longest;
    }
    Duration wide = longest.plusMinutes(1);
    return wide.compareTo(LONGEST_HISTORY) > 0 ? LONGEST_HISTORY : wide;
  }
}
