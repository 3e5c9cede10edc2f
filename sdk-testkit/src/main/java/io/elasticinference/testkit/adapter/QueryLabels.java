package io.elasticinference.testkit.adapter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a metric's labels ask for.
 *
 * @param project the log project
 * @param logstore the log store
 * @param route the route, {@code *} for all
 * @param intervalSeconds over how long the metric is averaged
 * @param delaySeconds how far behind now the window ends
 * @param maxRetry how often an incomplete answer is asked for
 * @param internal whether the region's endpoint inside the VPC is asked
 */
record QueryLabels(
    String project,
    String logstore,
    String route,
    long intervalSeconds,
    long delaySeconds,
    int maxRetry,
    boolean internal) {

  private static final String PROJECT = "sls.project";
  private static final String LOGSTORE = "sls.logstore";
  private static final String INTERVAL = "sls.query.interval";
  private static final String DELAY = "sls.query.delay";
  private static final String MAX_RETRY = "sls.query.max_retry";
  private static final int LEAST_INTERVAL = 15;
  private static final int DEFAULT_MAX_RETRY = 5;
  private static final Pattern PROJECT_NAME = Pattern.compile("[a-z0-9][-a-z0-9]{1,61}[a-z0-9]");

  /**
   * Reads the labels; others than the adapter's are passed over, and so are requirements without a
   * value.
   *
   * @throws ApiException (400) if a number is none, or project or log store is missing
   */
  static QueryLabels of(List<Requirement> selector, QueryDefaults defaults) {
    Map<String, String> labels = new HashMap<>();
    for (Requirement requirement : selector) {
      if (!requirement.values().isEmpty()) {
        labels.put(requirement.key(), requirement.values().get(0));
      }
    }
    long interval =
        labels.containsKey(INTERVAL)
            ? Math.max(LEAST_INTERVAL, number(labels, INTERVAL))
            : defaults.intervalSeconds();
    long delay = labels.containsKey(DELAY) ? number(labels, DELAY) : defaults.delaySeconds();
    int maxRetry = labels.containsKey(MAX_RETRY) ? number(labels, MAX_RETRY) : DEFAULT_MAX_RETRY;
    String route = labels.getOrDefault("sls.ingress.route", "");
    return new QueryLabels(
        project(labels.getOrDefault(PROJECT, "")),
        required(LOGSTORE, labels.getOrDefault(LOGSTORE, "")),
        route.isEmpty() ? "*" : route,
        interval,
        delay,
        maxRetry < 1 ? DEFAULT_MAX_RETRY : maxRetry,
        !labels.getOrDefault("sls.internal.endpoint", "").equals("false"));
  }

  /** A project's name becomes part of a host's. */
  private static String project(String value) {
    required(PROJECT, value);
    if (!PROJECT_NAME.matcher(value).matches()) {
      throw refused(PROJECT, value, "3 to 63 lower-case letters, digits and hyphens");
    }
    return value;
  }

  private static String required(String label, String value) {
    if (value.isEmpty()) {
      throw ApiException.badRequest(
          "failed to get sls params: "
              + PROJECT
              + " and "
              + LOGSTORE
              + " must be provided ("
              + label
              + " is missing)");
    }
    return value;
  }

  private static int number(Map<String, String> labels, String label) {
    String value = labels.getOrDefault(label, "");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw refused(label, value, "a whole number");
    }
  }

  private static ApiException refused(String label, String value, String expected) {
    return ApiException.badRequest(
        "failed to get sls params: " + label + ": " + value + " (expected: " + expected + ")");
  }
}
