package io.elasticinference.internal;

import io.elasticinference.spi.Observed;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs blocking work on a daemon thread of its own, as a part of what the caller is in. */
public final class Async {

  private Async() {}

  /**
   * Runs work and answers its future. Cancelling the future interrupts the work.
   *
   * @param name the thread's name
   * @param work what to do
   * @param <T> what it answers
   * @return its answer, or what it throws
   */
  public static <T> CompletableFuture<T> run(String name, Supplier<T> work) {
    InterruptingFuture<T> future = new InterruptingFuture<>(name, work);
    future.worker.start();
    return future;
  }

  /** A future whose cancelling reaches the thread that works for it. */
  private static final class InterruptingFuture<T> extends CompletableFuture<T> {

    private final Thread worker;

    private InterruptingFuture(String name, Supplier<T> work) {
      this.worker = new Thread(Observed.carry().wrap(() -> completeWith(work)), name);
      worker.setDaemon(true);
    }

    private void completeWith(Supplier<T> work) {
      try {
        complete(work.get());
      } catch (Throwable e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        worker.interrupt();
      }
      return cancelled;
    }
  }
}
