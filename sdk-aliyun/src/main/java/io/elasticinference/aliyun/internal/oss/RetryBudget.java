package io.elasticinference.aliyun.internal.oss;

/**
 * How many retries all requests of one upload have together. Successes fill it up again, so a link
 * that loses a request now and then is never given up, and a server that is down soon is.
 */
final class RetryBudget {

  /** In the long run, one retry for so many successes. */
  private static final int SUCCESSES_PER_RETRY = 5;

  private final int most;
  private int left;

  RetryBudget(int retries) {
    this.most = retries * SUCCESSES_PER_RETRY;
    this.left = most;
  }

  /** Takes one retry; false where there is none left. */
  synchronized boolean take() {
    if (left < SUCCESSES_PER_RETRY) {
      return false;
    }
    left -= SUCCESSES_PER_RETRY;
    return true;
  }

  /** A request succeeded. */
  synchronized void give() {
    left = Math.min(most, left + 1);
  }
}
