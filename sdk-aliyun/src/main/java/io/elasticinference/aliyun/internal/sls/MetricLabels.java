package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.MetricsUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an external metric's selector, by which an autoscaler tells the metrics adapter
 * what to read (alibaba-cloud-metrics-adapter, {@code pkg/metrics/sls/sls.go}).
 *
 * @param project the log project
 * @param logstore the log store
 * @param route the route whose traffic counts
 * @param interval over how long the metric is averaged; null: the adapter's default
 * @param delay how far behind now it ends; null: the adapter's default
 * @param maxRetry how often the adapter asks for a complete answer; null: its default
 * @param internalEndpoint whether it asks inside the region's network; null: its default
 */
record MetricLabels(
    String project,
    String logstore,
    String route,
    @Nullable Duration interval,
    @Nullable Duration delay,
    @Nullable Integer maxRetry,
    @Nullable Boolean internalEndpoint) {

  /** What the adapter takes where the label is missing; also the least that it takes. */
  static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);

  /** What the adapter takes where the label is missing. */
  static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);

  /** What Kubernetes takes as a label's value. */
  static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

  /** What the adapter searches for where the label is missing. */
  static final String ALL_ROUTES = "*";

  private static final String PROJECT = "sls.project";
  private static final String LOGSTORE = "sls.logstore";
  private static final String ROUTE = "sls.ingress.route";
  private static final String INTERVAL = "sls.query.interval";
  private static final String DELAY = "sls.query.delay";
  private static final String MAX_RETRY = "sls.query.max_retry";
  private static final String INTERNAL_ENDPOINT = "sls.internal.endpoint";

  /** Writes the labels down; those left to the adapter's default are left out. */
  Map<String, String> toSelector() {
    Map<String, String> selector = new TreeMap<>();
    selector.put(PROJECT, project);
    selector.put(LOGSTORE, logstore);
    selector.put(ROUTE, route);
    if (interval != null) {
      selector.put(INTERVAL, Long.toString(interval.toSeconds()));
    }
    if (delay != null) {
      selector.put(DELAY, Long.toString(delay.toSeconds()));
    }
    if (maxRetry != null) {
      selector.put(MAX_RETRY, maxRetry.toString());
    }
    if (internalEndpoint != null) {
      selector.put(INTERNAL_ENDPOINT, internalEndpoint.toString());
    }
    return selector;
  }

  /**
   * Reads the labels back.
   *
   * @throws MetricsUnavailableException where one is missing or cannot be one of the adapter's
   */
  static MetricLabels of(Map<String, String> selector) {
    return new MetricLabels(
        required(selector, PROJECT),
        required(selector, LOGSTORE),
        selector.containsKey(ROUTE) ? required(selector, ROUTE) : ALL_ROUTES,
        seconds(selector, INTERVAL),
        seconds(selector, DELAY),
        // How the adapter asks is no part of what it asks.
        null,
        null);
  }

  /** Over how long the adapter averages; it raises what is too short. */
  Duration effectiveInterval() {
    return interval == null || interval.compareTo(DEFAULT_INTERVAL) < 0
        ? DEFAULT_INTERVAL
        : interval;
  }

  /** How far behind now the adapter's window ends. */
  Duration effectiveDelay() {
    return delay == null ? DEFAULT_DELAY : delay;
  }

  /** A label's value holds nothing that a query could be bent with; anything else is refused. */
  private static String required(Map<String, String> selector, String label) {
    String value = selector.get(label);
    if (value == null || !LABEL_VALUE.matcher(value).matches()) {
      throw unreadable(label, value, "a label value");
    }
    return value;
  }

  private static @Nullable Duration seconds(Map<String, String> selector, String label) {
    String value = selector.get(label);
    if (value == null) {
      return null;
    }
    try {
      return Duration.ofSeconds(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw unreadable(label, value, "whole seconds");
    }
  }

  private static MetricsUnavailableException unreadable(
      String label, @Nullable String value, String expected) {
    return new MetricsUnavailableException(
        "Metric selector label " + label + ": " + value + " (expected: " + expected + ").",
        "Deploy the service again, which writes its autoscaler's labels anew.",
        false,
        null);
  }
}
