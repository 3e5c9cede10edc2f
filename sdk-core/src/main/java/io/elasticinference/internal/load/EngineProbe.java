package io.elasticinference.internal.load;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.AbstractHistogram;

/** Runs a search's load on the engine. */
public final class EngineProbe implements CapacityProbe {
  private final LoadTarget target;
  private final LoadListener listener;

  /**
   * Makes one.
   *
   * @param target where to send
   * @param listener hears of each second too
   */
  public EngineProbe(LoadTarget target, LoadListener listener) {
    this.target = target;
    this.listener = listener;
  }

  @Override
  public void run(LoadProfile profile, Watcher watcher) throws InterruptedException {
    CompletableFuture<Void> enough = new CompletableFuture<>();
    LoadEngine engine =
        new LoadEngine(
            target, profile, (sample, latency) -> hear(sample, latency, watcher, enough), null);
    var unused = enough.whenComplete((done, problem) -> engine.stop());
    engine.start();
    EngineResult result = end(engine);
    if (enough.isCompletedExceptionally()) {
      enough.join();
    }
    if (result.outcome() == LoadOutcome.ABORTED) {
      throw new ElasticInferenceException(
          "Load on "
              + target
              + ": it could not go on, "
              + result.reason().orElse("no reason")
              + " (expected: to the end of the step).",
          "See that this machine reaches the address.",
          true,
          null);
    }
  }

  private void hear(
      LoadSample sample,
      AbstractHistogram latency,
      Watcher watcher,
      CompletableFuture<Void> enough) {
    if (enough.isDone()) {
      return;
    }
    try {
      if (!watcher.goesOn(sample, latency)) {
        enough.complete(null);
      }
    } catch (RuntimeException e) {
      enough.completeExceptionally(e);
    }
    listener.sampled(sample);
  }

  private static EngineResult end(LoadEngine engine) throws InterruptedException {
    try {
      return engine.result().get();
    } catch (InterruptedException e) {
      engine.stop();
      engine.result().join();
      throw e;
    } catch (ExecutionException e) {
      throw EngineFault.of(e);
    }
  }
}
