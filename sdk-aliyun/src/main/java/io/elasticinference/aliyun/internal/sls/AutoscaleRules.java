package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.Autoscale;
import io.elasticinference.Gateway;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Route;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an autoscale must keep to for the metrics adapter to read it right
 * (alibaba-cloud-metrics-adapter, {@code pkg/metrics/sls}).
 */
final class AutoscaleRules {

  /** Kubernetes' limit on a label's value. */
  private static final int LABEL_LENGTH = 63;

  /**
   * The adapter asks the log for the last 100 seconds. A window that begins earlier is cut while
   * the count is still divided by all of it, so that the rate reads too low.
   */
  private static final Duration ADAPTER_WINDOW = Duration.ofSeconds(100);

  /** Kubernetes' quantities go down to thousandths. */
  private static final double LEAST_RATE = 0.001;

  /** Far above any replica, and its thousandths still fit a quantity. */
  private static final double MOST_RATE = 1e12;

  private static final Duration MOST_LATENCY = Duration.ofHours(1);

  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][-a-z0-9]{1,61}[a-z0-9]");
  private static final Pattern LOGSTORE = Pattern.compile("[a-z0-9][-_a-z0-9]{0,61}[a-z0-9]");

  private AutoscaleRules() {}

  static List<Violation> check(Autoscale autoscale, Route route, Environment environment) {
    List<Violation> violations = new ArrayList<>();
    autoscale.targets().forEach(target -> checkTarget(target, autoscale, violations));
    checkProject(LogProject.of(autoscale, environment), violations);
    checkLogstore(autoscale, violations);
    checkWindow(autoscale, violations);
    if (autoscale.maxRetry().isPresent() && autoscale.maxRetry().getAsInt() < 1) {
      violations.add(
          new Violation(
              "autoscale.maxRetry",
              Integer.toString(autoscale.maxRetry().getAsInt()),
              ">= 1, since the metrics adapter asks that often in all"));
    }
    checkRoute(route, violations);
    return violations;
  }

  private static void checkRoute(Route route, List<Violation> violations) {
    String name = route.toString();
    if (name.length() > LABEL_LENGTH) {
      violations.add(
          new Violation(
              "autoscale.route",
              name + " of " + name.length() + " characters",
              "at most "
                  + LABEL_LENGTH
                  + ", since it is a label's value: shorten namespace, name or version"));
    } else if (!MetricLabels.LABEL_VALUE.matcher(name).matches()) {
      violations.add(
          new Violation(
              "autoscale.route", quoted(name), "a label's value: letters, digits, -, _ and ."));
    }
  }

  private static void checkTarget(
      ScalingTarget target, Autoscale autoscale, List<Violation> violations) {
    if (autoscale.gateway() == Gateway.ALB && !(target instanceof ScalingTarget.Qps)) {
      violations.add(
          new Violation(
              "autoscale.gateway",
              "ALB with " + target,
              "qps(..) alone, since the metrics adapter reads nothing else from an ALB's log"));
    }
    if (target instanceof ScalingTarget.Qps qps) {
      checkRate("autoscale.qps", qps.perReplica(), "requests", autoscale, violations);
    } else if (target instanceof ScalingTarget.Inflow inflow) {
      double rate = inflow.bytesPerSecondPerReplica();
      checkRate("autoscale.inflow", rate, "bytes", autoscale, violations);
    } else if (target instanceof ScalingTarget.Latency latency) {
      checkLatency(latency.atMost(), violations);
    }
  }

  /**
   * The adapter cuts the rate of all replicas together to a whole number, so that up to 1 a second
   * goes unseen. That must not be more than what the fewest replicas shall take in all.
   */
  private static void checkRate(
      String name, double rate, String what, Autoscale autoscale, List<Violation> violations) {
    if (!(rate >= LEAST_RATE) || rate > MOST_RATE) {
      violations.add(
          new Violation(
              name, Double.toString(rate), "at least 0.001 " + what + " a second and finite"));
    } else if (rate * Math.max(1, autoscale.minReplicas()) < 1) {
      violations.add(
          new Violation(
              name,
              rate + " with at least " + autoscale.minReplicas() + " replicas",
              "at least 1 "
                  + what.substring(0, what.length() - 1)
                  + " a second for the fewest replicas together, since the metrics adapter cuts the"
                  + " rate of all replicas to an integer and what is below 1 reads as 0: a higher"
                  + " target, or replicas("
                  + (long) Math.ceil(1 / rate)
                  + ", ..)"));
    }
  }

  private static void checkLatency(Duration atMost, List<Violation> violations) {
    if (atMost.compareTo(Duration.ofMillis(1)) < 0
        || atMost.compareTo(MOST_LATENCY) > 0
        || !atMost.equals(atMost.truncatedTo(ChronoUnit.MILLIS))) {
      violations.add(
          new Violation(
              "autoscale.latency",
              atMost.toString(),
              "whole milliseconds, 1 ms to 1 h, since the metrics adapter cuts latencies to whole"
                  + " milliseconds"));
    }
  }

  private static void checkLogstore(Autoscale autoscale, List<Violation> violations) {
    String logstore = autoscale.logstore();
    if (logstore.isEmpty() && autoscale.gateway() == Gateway.ALB) {
      violations.add(
          new Violation(
              "autoscale.logstore",
              "(not set)",
              "the log store of the ALB's access log, which its AlbConfig names: say"
                  + " .logstore(\"alb_…\")"));
    } else if (!LOGSTORE.matcher(logstore).matches()) {
      violations.add(
          new Violation(
              "autoscale.logstore",
              quoted(logstore),
              "2 to 63 lower-case letters, digits, - and _, with a letter or digit at both ends"));
    }
  }

  private static void checkProject(Optional<String> project, List<Violation> violations) {
    if (project.isEmpty()) {
      violations.add(
          new Violation(
              "autoscale.project",
              "(not set)",
              "the log project of the cluster's ingress: set "
                  + Environment.ACK_CLUSTER_ID
                  + ", or say qps(..).project(\"k8s-log-{cluster id}\")"));
    } else if (!PROJECT.matcher(project.get()).matches()) {
      violations.add(
          new Violation(
              "autoscale.project",
              quoted(project.get()),
              "3 to 63 lower-case letters, digits and -, with a letter or digit at both ends"));
    }
  }

  private static void checkWindow(Autoscale autoscale, List<Violation> violations) {
    Duration interval = autoscale.queryInterval().orElse(MetricLabels.DEFAULT_INTERVAL);
    Duration delay = autoscale.queryDelay().orElse(MetricLabels.DEFAULT_DELAY);
    checkSeconds("autoscale.queryInterval", interval, MetricLabels.DEFAULT_INTERVAL, violations);
    checkSeconds("autoscale.queryDelay", delay, Duration.ZERO, violations);
    if (interval.compareTo(ADAPTER_WINDOW) > 0
        || delay.compareTo(ADAPTER_WINDOW) > 0
        || interval.plus(delay).compareTo(ADAPTER_WINDOW) > 0) {
      violations.add(
          new Violation(
              "autoscale.queryInterval + queryDelay",
              interval + " + " + delay,
              "at most 100 s together, since the metrics adapter looks back no further and its rate"
                  + " would read too low"));
    }
  }

  private static void checkSeconds(
      String name, Duration value, Duration least, List<Violation> violations) {
    if (value.compareTo(least) < 0) {
      violations.add(new Violation(name, value.toString(), "at least " + least.toSeconds() + " s"));
    } else if (!value.equals(value.truncatedTo(ChronoUnit.SECONDS))) {
      violations.add(new Violation(name, value.toString(), "whole seconds"));
    }
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }
}
