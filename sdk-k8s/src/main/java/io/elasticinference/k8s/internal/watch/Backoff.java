package io.elasticinference.k8s.internal.watch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Growing pauses between attempts, with jitter, so that many watchers don't come back at once. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_WISH = Duration.ofSeconds(60);
  private static final double JITTER = 0.5;

  private Duration next = FIRST;

  /** After a success the next pause is a short one again. */
  void reset() {
    next = FIRST;
  }

  /**
   * The next pause.
   *
   * @param wish how long the server wants to be left alone; null where it did not say
   */
  Duration next(@Nullable Duration wish) {
    Duration pause = next;
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    double factor = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
    Duration jittered = Duration.ofNanos((long) (pause.toNanos() * factor));
    if (wish == null || wish.compareTo(jittered) < 0) {
      return jittered;
    }
    return wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
  }
}
