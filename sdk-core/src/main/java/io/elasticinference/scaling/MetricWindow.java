package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;
import static io.elasticinference.internal.scaling.Checks.wholeSeconds;

import java.time.Duration;

/**
 * What stretch of the ingress's access log an autoscaler's metric covers: the adapter counts the
 * requests that were logged, which is when they ended, from {@code now - delay - interval} up to
 * {@code now - delay}, divides by the interval and cuts to an integer
 * (alibaba-cloud-metrics-adapter, {@code sls_ingress_qps}).
 *
 * @param interval {@code sls.query.interval}: whole seconds, at least 15 s
 * @param delay {@code sls.query.delay}: whole seconds; with the interval at most 100 s, since the
 *     adapter asks for no older lines
 * @param missingWhenIdle whether a metric without any log line in the last 100 s is missing (as in
 *     a log store that no other service writes to), so that the autoscaler keeps its replicas,
 *     instead of being 0
 */
public record MetricWindow(Duration interval, Duration delay, boolean missingWhenIdle) {

  /** How far back the adapter asks. */
  public static final Duration REACH = Duration.ofSeconds(100);

  private static final MetricWindow DEFAULTS =
      new MetricWindow(Duration.ofSeconds(15), Duration.ofSeconds(10), false);

  /**
   * Checks the adapter's rules.
   *
   * @throws IllegalArgumentException where one is broken
   */
  public MetricWindow {
    wholeSeconds("interval", interval, 15, REACH.toSeconds());
    wholeSeconds("delay", delay, 0, REACH.toSeconds());
    Duration sum = interval.plus(delay);
    check(sum.compareTo(REACH) <= 0, "interval + delay", sum, "<= " + REACH);
  }

  /**
   * The adapter's own: 15 s, ending 10 s ago, 0 when idle.
   *
   * @return the window
   */
  public static MetricWindow defaults() {
    return DEFAULTS;
  }
}
