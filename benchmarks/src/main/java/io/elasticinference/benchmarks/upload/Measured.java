package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;

/** What each client process does around its upload. */
final class Measured {

  /** Names a folder to upload first, so that a virtual machine is warm when it is measured. */
  static final String WARM_UP = "UPLOAD_BENCHMARK_WARM_UP";

  private static final int WARM_UPS = 3;

  private Measured() {}

  /** Uploads a folder to a version's place. */
  @FunctionalInterface
  interface Upload {
    void send(Path directory, int version) throws Exception;
  }

  /**
   * Uploads, says how many nanoseconds it took and how many of processor time were used before, and
   * waits until the process may end. Without a warm-up, the start of the process counts as its
   * work.
   */
  static void run(Path directory, Upload upload) throws Exception {
    Duration before = Duration.ZERO;
    String warmUp = System.getenv(WARM_UP);
    if (warmUp != null) {
      for (int i = 0; i < WARM_UPS; i++) {
        upload.send(Path.of(warmUp), 2);
      }
      before = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
    long began = System.nanoTime();
    upload.send(directory, 1);
    ChildProcess.say(System.nanoTime() - began + " " + before.toNanos());
    ChildProcess.untilStdinEnds();
  }
}
