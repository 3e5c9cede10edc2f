package io.elasticinference.scaling;

import io.elasticinference.internal.scaling.Durations;
import java.time.Duration;

/**
 * How long something took, over all requests of a simulation.
 *
 * @param mean the mean
 * @param p50 what half of the requests stayed within
 * @param p95 what 95 % of them stayed within
 * @param p99 what 99 % of them stayed within
 * @param max the longest
 */
public record LatencySummary(
    Duration mean, Duration p50, Duration p95, Duration p99, Duration max) {

  static LatencySummary of(Durations durations) {
    return new LatencySummary(
        Duration.ofNanos(Math.round(durations.mean())),
        Duration.ofNanos(durations.percentile(0.5)),
        Duration.ofNanos(durations.percentile(0.95)),
        Duration.ofNanos(durations.percentile(0.99)),
        Duration.ofNanos(durations.percentile(1)));
  }
}
