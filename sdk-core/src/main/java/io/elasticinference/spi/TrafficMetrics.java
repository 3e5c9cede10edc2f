package io.elasticinference.spi;

import io.elasticinference.Autoscale;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.metrics.TrafficSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
   * @return the value over all replicas; empty where the log has no rows, so that the autoscaler
   *     sees none either
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  OptionalDouble asAdapterSeesIt(ScalingMetric metric);

  /**
   * Sums the traffic of a service up.
   *
   * @param metric the metric that the service scales by, whose selector names log and route
   * @param from the span's begin, whole seconds
   * @param to the span's end, whole seconds
   * @return the summary
   * @throws io.elasticinference.MetricsUnavailableException where the log cannot be read
   */
  TrafficSummary summary(ScalingMetric metric, Instant from, Instant to);

  /** Ends all connections. */
  @Override
  void close();
}
