package io.elasticinference.benchmarks.upload;

import java.io.IOException;
import java.util.concurrent.Callable;

/** What each client process does around its upload. */
final class Measured {

  private Measured() {}

  /** Does the work, says how many nanoseconds it took, and waits until it may end. */
  static void run(Callable<?> work) throws Exception {
    long began = System.nanoTime();
    work.call();
    System.out.println(System.nanoTime() - began);
    untilStdinEnds();
  }

  static void untilStdinEnds() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said to this process; it only has to end with the one that started it.
    }
  }
}
