package io.elasticinference.benchmarks.upload;

import java.util.concurrent.Callable;

/** What each client process does around its upload. */
final class Measured {

  private Measured() {}

  /** Does the work, says how many nanoseconds it took, and waits until it may end. */
  static void run(Callable<?> work) throws Exception {
    long began = System.nanoTime();
    work.call();
    Processes.say(System.nanoTime() - began);
    Processes.untilStdinEnds();
  }
}
