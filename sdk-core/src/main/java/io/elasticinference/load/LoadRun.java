package io.elasticinference.load;

import io.elasticinference.internal.load.LoadEngine;
import java.util.concurrent.CompletableFuture;

/** A run that goes on. Its threads are daemons; they end with it. */
public final class LoadRun {
  private final LoadEngine engine;
  private final CompletableFuture<LoadReport> report;

  LoadRun(LoadEngine engine) {
    this.engine = engine;
    this.report = engine.result().thenApply(LoadReport::of);
    // A future that its owner gave up on must not leave the load running.
    var unused =
        this.report.whenComplete(
            (done, problem) -> {
              if (report.isCancelled()) {
                engine.stop();
              }
            });
  }

  /**
   * Sends nothing more and lets the report come at once, with what happened so far. Does nothing
   * when the run has ended.
   */
  public void stop() {
    engine.stop();
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
