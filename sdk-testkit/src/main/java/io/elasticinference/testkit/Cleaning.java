package io.elasticinference.testkit;

import io.elasticinference.testkit.controlplane.ControlPlaneException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all steps of a clean-up, also when some fail or the thread was interrupted, and then
 * says which.
 */
final class Cleaning {

  private final String what;
  private @Nullable ControlPlaneException failure;

  Cleaning(String what) {
    this.what = what;
  }

  /** One step, which may fail. */
  interface Step {
    void run() throws Exception;
  }

  void step(String part, Step step) {
    boolean interrupted = Thread.interrupted();
    try {
      step.run();
    } catch (Exception e) {
      ControlPlaneException failed =
          new ControlPlaneException(
              what
                  + ": "
                  + part
                  + " could not be removed (expected: gone after the test). "
                  + e.getMessage(),
              e);
      if (failure == null) {
        failure = failed;
      } else {
        failure.addSuppressed(failed);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void end() {
    if (failure != null) {
      throw failure;
    }
  }
}
