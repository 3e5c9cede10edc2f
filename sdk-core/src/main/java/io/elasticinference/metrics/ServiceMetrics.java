package io.elasticinference.metrics;

import io.elasticinference.event.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads a service's traffic from the access log that its autoscaler reads. Log lines take some
 * seconds to arrive, so the newest may be missing; see {@link TrafficSummary#settled()}. Times are
 * the log's: whole seconds, in which requests ended.
 *
 * <p>Every method that reads throws {@link io.elasticinference.MetricsUnavailableException} where
 * the log cannot be read, and tries again before where that may help. Safe for use by many threads,
 * as long as the client is open.
 *
 * <pre>{@code
 * TrafficSummary last = service.metrics().over(Duration.ofMinutes(5));
 * System.out.println(last.qps() + " requests a second, p99 " + last.latency(LatencyStatistic.P99));
 * try (Subscription live = service.metrics().live(Duration.ofSeconds(5), System.out::println)) {
 *   service.awaitReady(Duration.ofMinutes(10));
 * }
 * }</pre>
 *
 * @see io.elasticinference.InferenceService#metrics()
 */
public interface ServiceMetrics {

  /** The span of the methods that name none. */
  Duration LAST_MINUTE = Duration.ofMinutes(1);

  /**
   * Sums up the traffic of the last while, up to now.
   *
   * @param window how far back, whole seconds, at least 1
   * @return the summary
   * @throws IllegalArgumentException where the window is shorter
   */
  TrafficSummary over(Duration window);

  /**
   * Sums up the traffic of a span.
   *
   * @param from its begin; a fraction of a second is cut
   * @param to its end, exclusive; a fraction of a second is cut
   * @return the summary
   * @throws IllegalArgumentException where the span is empty
   */
  TrafficSummary between(Instant from, Instant to);

  /**
   * Reads the traffic of the last while, step by step, up to the last step that is over. Steps
   * begin at multiples of their length since 1970, so that two calls have the same ones.
   *
   * @param window how far back
   * @param step how long each step is, whole seconds, at least 1
   * @return the steps that lie in the window
   * @throws IllegalArgumentException where there would be none, or more than 10,000
   */
  TrafficSeries series(Duration window, Duration step);

  /**
   * Reads the traffic of a span, step by step.
   *
   * @param from its begin; a fraction of a second is cut
   * @param to its end, exclusive; a fraction of a second is cut. Where the steps do not fit, the
   *     last one is shorter
   * @param step how long each step is, whole seconds, at least 1
   * @return the steps
   * @throws IllegalArgumentException where the span is empty, or has more than 10,000 steps
   */
  TrafficSeries series(Instant from, Instant to, Duration step);

  /**
   * Tells of each step as it is over, from now on, until the subscription or the client is closed.
   * The last steps are read again until all their log lines must have arrived, so that a step may
   * be told more than once.
   *
   * @param step how long each step is, whole seconds, at least 1; also how often the log is read
   * @param listener hears of each step, on a thread of the subscription's
   * @return ends it
   * @throws IllegalArgumentException where the step is out of range
   */
  Subscription live(Duration step, TrafficListener listener);

  /**
   * Requests a second over the last minute.
   *
   * @return the rate
   */
  default double qps() {
    return over(LAST_MINUTE).qps();
  }

  /**
   * How long the last minute's requests took at the ingress.
   *
   * @param statistic by which number
   * @return the time; zero where there were no requests
   */
  default Duration latency(LatencyStatistic statistic) {
    return over(LAST_MINUTE).latency(statistic);
  }

  /**
   * The share of the last minute's requests that ended with a status of 500 or above.
   *
   * @return 0 to 1; 0 where there were no requests
   */
  default double errorRatio() {
    return over(LAST_MINUTE).errorRatio();
  }

  /**
   * Bytes of requests a second over the last minute.
   *
   * @return the rate
   */
  default double inflow() {
    return over(LAST_MINUTE).inflow();
  }

  /**
   * How many of the last minute's requests ended with each HTTP status.
   *
   * @return counts by status, ordered; statuses that none had are not there
   */
  default SortedMap<Integer, Long> byStatus() {
    return over(LAST_MINUTE).byStatus();
  }

  /**
   * Each metric that the service scales by, exactly as the autoscaler's adapter reads it now. A
   * service that does not scale is read as if it did by requests a second.
   *
   * @return one reading a metric, in the autoscaler's order
   */
  List<AdapterReading> asAdapterSeesIt();
}
