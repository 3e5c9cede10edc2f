package io.elasticinference.load;

import io.elasticinference.internal.load.EngineResult;
import java.util.concurrent.CompletableFuture;

/**
 * A stress test that is under way: stops it, or hands out its report. Its threads are daemons; they
 * end with it.
 *
 * @see LoadTest#start(LoadTarget, LoadProfile, LoadListener)
 */
public final class LoadRun {
  private final Runnable end;
  private final CompletableFuture<LoadReport> report;

  LoadRun(CompletableFuture<EngineResult> result, Runnable end) {
    this.end = end;
    this.report = result.thenApply(LoadReport::of);
    // A future that its owner gave up on must not leave the load running.
    var unused =
        this.report.whenComplete(
            (done, problem) -> {
              if (report.isCancelled()) {
                end.run();
              }
            });
  }

  /**
   * Sends nothing more and lets the report come at once, with what happened so far. Does nothing
   * when the run has ended.
   */
  public void stop() {
    end.run();
  }

  /**
   * The report to come. It also comes, normally, when the run is stopped or cannot go on;
   * cancelling the future stops the run.
   *
   * @return always the same future
   */
  public CompletableFuture<LoadReport> report() {
    return report;
  }
}
