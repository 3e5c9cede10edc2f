package io.elasticinference.load;

import java.time.Duration;
import java.time.Instant;

/**
 * One second of a stress test. All counts are of this second alone, and so are rates per second.
 *
 * @param second 0 for the first one
 * @param time when the second began
 * @param offered requests that came due by the schedule
 * @param sent requests of which the first byte went out
 * @param ok replies that were as expected, by the second in which they were complete
 * @param failed requests that ended in a failure
 * @param dropped requests given up unsent, since the limits of the profile were reached
 * @param late requests sent more than 10 ms after their intended time
 * @param inFlight requests due and unanswered, at the end of the second
 * @param p50 median latency of the successes, from the intended send time; zero without any
 * @param p90 90th percentile, likewise
 * @param p99 99th percentile, likewise
 * @param max longest, likewise
 */
public record LoadSample(
    int second,
    Instant time,
    long offered,
    long sent,
    long ok,
    long failed,
    long dropped,
    long late,
    long inFlight,
    Duration p50,
    Duration p90,
    Duration p99,
    Duration max) {
  /**
   * How many requests came to an end.
   *
   * @return successes, failures and dropped ones
   */
  public long ended() {
    return ok + failed + dropped;
  }

  /**
   * The share of requests that ended without success.
   *
   * @return 0 to 1; 0 when none ended
   */
  public double errorRatio() {
    return ended() == 0 ? 0 : (double) (failed + dropped) / ended();
  }
}
