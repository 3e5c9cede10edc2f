package io.elasticinference.load;

import io.elasticinference.internal.load.LoadEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Sends load and reports what came of it. */
public final class LoadTest {
  private LoadTest() {}

  /**
   * Sends a profile and waits for the end. When the calling thread is interrupted, the run is
   * stopped, the report tells of what happened so far, and the thread's interrupt flag is set
   * again.
   *
   * @param target where to
   * @param profile what
   * @param listener hears of every second
   * @return the report; of whatever happens to the requests, it tells, and nothing is thrown
   * @throws IllegalArgumentException when the profile asks for more than its limits allow
   */
  public static LoadReport run(LoadTarget target, LoadProfile profile, LoadListener listener) {
    LoadRun run = start(target, profile, listener);
    CompletableFuture<LoadReport> report = run.report();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return report.get();
        } catch (InterruptedException e) {
          interrupted = true;
          run.stop();
        } catch (ExecutionException e) {
          throw new IllegalStateException("load engine: " + e.getCause(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Begins to send a profile and answers at once.
   *
   * @param target where to
   * @param profile what
   * @param listener hears of every second
   * @return the run, with the report to come
   * @throws IllegalArgumentException when the profile asks for more than its limits allow
   */
  public static LoadRun start(LoadTarget target, LoadProfile profile, LoadListener listener) {
    LoadEngine engine = new LoadEngine(target, profile, listener);
    LoadRun run = new LoadRun(engine);
    engine.start();
    return run;
  }
}
