package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.internal.scaling.Checks;
import java.time.Duration;

/**
 * What a service promises: a share of all requests is answered within a time, and few fail. A
 * request that timed out counts as one that took the whole timeout.
 *
 * <pre>{@code
 * Slo promise = Slo.p99(Duration.ofMillis(200));
 * Slo strict = new Slo(0.999, Duration.ofMillis(500), 0.0001);
 * }</pre>
 *
 * @param percentile the share, above 0 and below 1: 0.99 is 99 %
 * @param latency the time, waiting included
 * @param maxFailureRatio the share that may time out or be cut off, 0 to 1
 */
public record Slo(double percentile, Duration latency, double maxFailureRatio) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException where one is out of range
   */
  public Slo {
    check(percentile > 0 && percentile < 1, "percentile", percentile, "> 0, < 1");
    Checks.positive("latency", latency);
    check(
        maxFailureRatio >= 0 && maxFailureRatio <= 1, "maxFailureRatio", maxFailureRatio, "0 to 1");
  }

  /**
   * 99 % of the requests are answered within a time, and at most 1 % fail.
   *
   * @param latency the time, above 0 s
   * @return the promise
   * @throws IllegalArgumentException where the time is not above 0 s
   */
  public static Slo p99(Duration latency) {
    return new Slo(0.99, latency, 0.01);
  }

  /**
   * 95 % of the requests are answered within a time, and at most 1 % fail.
   *
   * @param latency the time, above 0 s
   * @return the promise
   * @throws IllegalArgumentException where the time is not above 0 s
   */
  public static Slo p95(Duration latency) {
    return new Slo(0.95, latency, 0.01);
  }

  /**
   * Sets how many may fail.
   *
   * @param ratio a share of all requests, 0 to 1
   * @return the same with that share
   * @throws IllegalArgumentException where it is out of range
   */
  public Slo failures(double ratio) {
    return new Slo(percentile, latency, ratio);
  }

  /** Its name as tables and charts show it: p99, p99.9. */
  String percentileName() {
    String percent = String.valueOf(Math.round(percentile * 100_000) / 1000.0);
    return "p" + (percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent);
  }
}
