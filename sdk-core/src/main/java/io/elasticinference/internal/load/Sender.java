package io.elasticinference.internal.load;

import org.jspecify.annotations.Nullable;

/**
 * A thread with its share of a run: it sends what comes due, and keeps the books. All times are
 * nanoseconds after the start, which is the same moment for all of a run.
 */
interface Sender extends Runnable {
  /** Begins at the given value of {@link System#nanoTime}, unless it has begun already. */
  void begin(long startNanos);

  /**
   * Lets the thread end soon; requests without a reply are abandoned. May be called by any thread.
   */
  void stop();

  /** Lets go of what it holds, at the end or when the thread never ran. */
  void discard();

  /** What it counted, valid once its thread has ended. */
  Books books();

  /** When it ended, valid once its thread has. */
  long end();

  /** What broke the sender itself; null when nothing did. */
  @Nullable Throwable problem();
}
