package io.elasticinference.load;

import java.time.Duration;

/**
 * One stretch of time in which the load was the same, as a search for capacity saw it.
 *
 * @param offered requests a second that came due, over all replicas
 * @param served requests a second that were answered as expected
 * @param latency the time that the promised share of the answers stayed within
 * @param failureRatio the share of requests that ended without a good answer, 0 to 1
 * @param replicas how many replicas answered all the time
 * @param kept whether the promise was kept
 */
public record CapacityWindow(
    double offered,
    double served,
    Duration latency,
    double failureRatio,
    int replicas,
    boolean kept) {

  /**
   * What one replica served.
   *
   * @return requests a second
   */
  public double servedByOne() {
    return served / replicas;
  }
}
