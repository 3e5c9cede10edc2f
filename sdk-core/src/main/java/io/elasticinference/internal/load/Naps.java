package io.elasticinference.internal.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's waits that are shorter than a selector can wait. A sleeping thread sees no reply, so
 * no nap is long; and each is cut by what naps on this machine have lately taken too much.
 */
final class Naps {
  private static final Logger log = LoggerFactory.getLogger(Naps.class);

  /** How late a reply is seen, or one of many close requests is sent, at worst. */
  private static final long LONGEST = 50_000L;

  /** Closer together than this, requests leave several at a time: a nap each would cost more. */
  private static final long DENSE = 100_000L;

  private static final long SHORTEST = 1_000L;
  private long oversleep = LONGEST;

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

  /**
   * Sleeps a little, if there is the time for it.
   *
   * @param left until the next request is due
   * @param gap between the request before it and it
   */
  void nap(long left, long gap) {
    long wanted = Math.min(left, LONGEST);
    if (gap < DENSE && left > 0) {
      wanted = LONGEST;
    } else if (wanted <= oversleep + SHORTEST) {
      Thread.onSpinWait();
      return;
    }
    long asked = Math.max(SHORTEST, wanted - oversleep);
    long began = System.nanoTime();
    LockSupport.parkNanos(asked);
    long late = System.nanoTime() - began - asked;
    // What another process took is no habit of the timer's.
    oversleep += (Math.min(late, 2 * LONGEST) - oversleep) / 16;
  }
}
