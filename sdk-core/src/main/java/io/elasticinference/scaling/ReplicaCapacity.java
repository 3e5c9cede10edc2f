package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import java.time.Duration;

/**
 * What one replica can do.
 *
 * @param concurrency how many requests it serves at the same time, at least 1
 * @param serviceTime how long each of them takes there
 */
public record ReplicaCapacity(int concurrency, ServiceTime serviceTime) {

  /**
   * Checks the concurrency.
   *
   * @throws IllegalArgumentException where it is below 1
   */
  public ReplicaCapacity {
    check(concurrency >= 1, "concurrency", concurrency, ">= 1");
  }

  /**
   * A replica that serves one request after the other, at a steady rate.
   *
   * @param requestsPerSecond above 0
   * @return the capacity
   * @throws IllegalArgumentException where the rate is not above 0
   */
  public static ReplicaCapacity rate(double requestsPerSecond) {
    check(
        requestsPerSecond > 0 && requestsPerSecond <= 1e9,
        "requestsPerSecond",
        requestsPerSecond,
        "> 0");
    return new ReplicaCapacity(
        1, ServiceTime.fixed(Duration.ofNanos(Math.round(1e9 / requestsPerSecond))));
  }

  /**
   * The most requests a second that the replica can answer in the long run.
   *
   * @return the concurrency divided by the mean service time
   */
  public double requestsPerSecond() {
    return concurrency / serviceTime.meanSeconds();
  }
}
