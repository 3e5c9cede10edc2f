package io.elasticinference.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's waits that are shorter than a selector can wait. A sleeping thread sees no reply, so
 * no nap is long; and each is cut by what naps on this machine have lately taken too much. Where
 * requests come close together, they leave several at a time: to wake up for each would cost more
 * than to send it.
 */
final class Naps {
  private static final Logger log = LoggerFactory.getLogger(Naps.class);

  /** How late the reply to a close request is seen, or the first of many is sent, at worst. */
  private static final long LONGEST = 85_000L;

  /**
   * How late a reply is seen at worst where requests are not close. Half of what a percentile may
   * be off: a server that always takes a whole number of gaps answers just when a nap has begun.
   */
  private static final long LONGEST_SPARSE = 50_000L;

  /** Requests that come closer together than this, on the average of the last few, are close. */
  private static final long DENSE = 100_000L;

  private static final long SHORTEST = 1_000L;
  private long oversleep = 50_000L;
  private long lastIntended;
  private long gap = Long.MAX_VALUE / 32;

  /** Is made by the thread that will nap. */
  Naps() {
    askForPrecision();
  }

  /**
   * Linux may wake a thread 50 microseconds late, to wake it together with others, unless the
   * thread asks for less (proc_pid_timerslack_ns(5)). Elsewhere naps are what they are.
   */
  private static void askForPrecision() {
    Path self = Path.of("/proc/thread-self");
    try {
      if (Files.exists(self)) {
        Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(self).getFileName());
        Files.writeString(thread.resolve("timerslack_ns"), Long.toString(SHORTEST));
      }
    } catch (IOException | SecurityException e) {
      log.debug("No precise timers for this thread; its naps are a little longer", e);
    }
  }

  /** A request came due whose time was meant to be this. */
  void due(long intended) {
    gap += (intended - lastIntended - gap) / 16;
    lastIntended = intended;
  }

  /** Whether requests come so close together that they are sent several at a time. */
  boolean dense() {
    return gap < DENSE;
  }

  /**
   * Sleeps a little, if there is the time for it.
   *
   * @param left until the next request is due
   */
  void nap(long left) {
    if (left <= 0) {
      return;
    }
    long wanted = dense() ? LONGEST : Math.min(left, LONGEST_SPARSE);
    if (wanted <= oversleep + SHORTEST) {
      Thread.onSpinWait();
      return;
    }
    long asked = Math.max(SHORTEST, wanted - oversleep);
    long began = System.nanoTime();
    LockSupport.parkNanos(asked);
    long late = System.nanoTime() - began - asked;
    // What another process took is no habit of the timer's.
    oversleep += (Math.min(late, LONGEST) - oversleep) / 16;
  }
}
