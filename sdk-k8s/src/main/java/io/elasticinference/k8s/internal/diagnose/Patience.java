package io.elasticinference.k8s.internal.diagnose;

import java.time.Duration;

/**
 * Knows whether something has lasted. Schedulers and controllers act on caches, so that some of
 * what they say is wrong for a moment.
 */
@FunctionalInterface
public interface Patience {

  /** Takes everything as it is said. */
  Patience NONE = (what, grace) -> true;

  /**
   * Whether it has been so for that long.
   *
   * @param what what is so, by a name that stays the same as long as it is
   * @param grace how long it may last without meaning it
   */
  boolean isOver(String what, Duration grace);
}
