package io.elasticinference.spi;

import io.elasticinference.Autoscale;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.TrafficSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The port to the ingress's access log. Safe for use by many threads. */
public interface TrafficMetrics extends AutoCloseable {

  /** Makes sources of traffic metrics; found by {@link java.util.ServiceLoader}. */
  interface Provider {
    /**
     * Makes the source of an environment. Sends nothing, needs no credentials yet.
     *
     * @param environment the settings
     * @return the source
     */
    TrafficMetrics create(Environment environment);
  }

  /**
   * Checks an autoscale against what the metrics adapter can do.
   *
   * @param autoscale what the caller wants
   * @param route the route whose traffic counts
   * @return all that is wrong; empty where nothing is
   */
  List<Violation> validate(Autoscale autoscale, Route route);

  /**
   * Says which metrics an autoscaler reads for that.
   *
   * @param autoscale an autoscale that {@link #validate} found nothing wrong with
   * @param route the route whose traffic counts
   * @return one metric a target, in the same order, each with its selector and target
   */
  List<ScalingMetric> scalingMetrics(Autoscale autoscale, Route route);

  /**
   * Says what a metric of an autoscaler means, the other way round.
   *
   * @param metric a metric as an autoscaler names it, maybe one that somebody else wrote
   * @return the target; empty for a metric that is none of this source's
   */
  Optional<ScalingTarget> target(ScalingMetric metric);

  /**
   * Reads a metric as the autoscaler's adapter does: the same query to the letter, the same window,
   * the same rounding.
   *
   * @param metric the metric and its selector
   * @return what the adapter reads now
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  AdapterReading asAdapterSeesIt(ScalingMetric metric);

  /**
   * Works out what the adapter must have read at each second of a span, from the log as it is now:
   * lines that came late count here, and did not there.
   *
   * @param metric the metric and its selector
   * @param from the first second
   * @param to the last second, exclusive
   * @return the value over all replicas by the second at which it was read; empty for a metric that
   *     does not add up from seconds, such as a percentile
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  SortedMap<Instant, Double> adapterHistory(ScalingMetric metric, Instant from, Instant to);

  /**
   * Reads the traffic of a service, step by step.
   *
   * @param metric a metric that the service scales by, whose selector names log and route
   * @param from the span's begin, a whole second
   * @param to the span's end, a whole second, exclusive
   * @param step how long each step is, whole seconds; the last one may be shorter
   * @return one summary a step, none left out
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  List<TrafficSummary> series(ScalingMetric metric, Instant from, Instant to, Duration step);

  /**
   * Looks at the log itself: whether it has lines at all, and of which routes.
   *
   * @param metric a metric whose selector names the log
   * @return what the log has of the last 15 minutes
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  LogView look(ScalingMetric metric);

  /**
   * Says what to look at before a deployment. Asks nothing itself.
   *
   * @param metrics what the service will scale by
   * @return one look for each thing
   */
  default List<PreflightCheck> preflight(List<ScalingMetric> metrics) {
    return List.of();
  }

  /** Ends all connections. */
  @Override
  void close();
}
