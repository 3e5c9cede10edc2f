package io.elasticinference.load;

/**
 * The books of a stress test: every request that came due is exactly one of ok, failed, dropped and
 * abandoned.
 *
 * @param offered requests that came due
 * @param sent requests of which the first byte went out
 * @param ok replies that were as expected
 * @param failed requests that ended in a failure
 * @param dropped requests given up unsent, since the limits of the profile were reached
 * @param abandoned requests without a reply when the run was stopped
 * @param late requests sent more than 10 ms after their intended time
 */
public record LoadTotals(
    long offered, long sent, long ok, long failed, long dropped, long abandoned, long late) {
  /**
   * The share of requests that ended without success.
   *
   * @return 0 to 1; 0 when none ended
   */
  public double errorRatio() {
    long ended = ok + failed + dropped;
    return ended == 0 ? 0 : (double) (failed + dropped) / ended;
  }
}
