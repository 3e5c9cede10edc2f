package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;

/** Waits, within limits, for what other threads are about to do. */
final class Threads {
  private Threads() {}

  /** Repeats an assertion until it holds, for at most ten seconds. */
  static void eventually(Runnable assertion) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** No thread of the engine is alive, or each is just about to end. */
  static void assertNoneLeft() {
    eventually(
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("load-")));
  }
}
