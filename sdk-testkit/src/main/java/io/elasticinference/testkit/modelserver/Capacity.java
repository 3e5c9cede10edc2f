package io.elasticinference.testkit.modelserver;

import java.time.Duration;

/**
 * How much one model server can do: {@code concurrency} predictions at once, each taking at least
 * the service time, so at most {@code concurrency / serviceTime} a second. What comes faster waits.
 *
 * @param serviceTime the least time that a prediction takes once it has its turn; zero for as fast
 *     as the interpreter is
 * @param concurrency how many predictions run at the same time, at least 1
 */
public record Capacity(Duration serviceTime, int concurrency) {
  /** No artificial service time, four predictions at a time. */
  public static final Capacity DEFAULT = new Capacity(Duration.ZERO, 4);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when the service time is negative or the concurrency below 1
   */
  public Capacity {
    if (serviceTime.isNegative()) {
      throw new IllegalArgumentException("serviceTime: " + serviceTime + " (expected: >= 0)");
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency: " + concurrency + " (expected: >= 1)");
    }
  }
}
