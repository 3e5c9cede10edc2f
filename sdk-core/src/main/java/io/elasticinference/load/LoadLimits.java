package io.elasticinference.load;

import io.elasticinference.internal.load.Check;

/**
 * What a stress test may not exceed. The last two are small unless they are raised, so that a slip
 * of the keyboard does not take a production service down.
 *
 * @param maxConnections open connections, each of which carries one request at a time; 1 to 10,000
 * @param maxInFlight requests that are due and have no reply yet, on a connection or waiting for
 *     one; a request that comes due above it is dropped, and counted as such
 * @param maxRate requests per second: an open-loop profile that asks for more is refused, a closed
 *     loop is held at it
 * @param maxRequests requests altogether: an open-loop profile that asks for more is refused, a
 *     closed loop ends there
 */
public record LoadLimits(int maxConnections, int maxInFlight, double maxRate, long maxRequests) {
  /**
   * 256 connections, 10,000 in flight, 200 requests per second, 100,000 altogether: what twenty
   * replicas of the tutorial answer, for eight minutes.
   */
  public static final LoadLimits DEFAULT = new LoadLimits(256, 10_000, 200, 100_000);

  public LoadLimits {
    Check.argument(
        maxConnections >= 1 && maxConnections <= 10_000,
        "maxConnections",
        maxConnections,
        "1 to 10000");
    Check.argument(
        maxInFlight >= 1 && maxInFlight <= 1_000_000, "maxInFlight", maxInFlight, "1 to 1000000");
    Check.rate(maxRate, "maxRate", 0.001);
    Check.argument(maxRequests >= 1, "maxRequests", maxRequests, ">= 1");
  }
}
