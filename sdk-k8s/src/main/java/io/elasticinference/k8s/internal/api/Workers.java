package io.elasticinference.k8s.internal.api;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.spi.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A few threads that send independent requests side by side; they keep no program from ending. */
public final class Workers implements AutoCloseable {

  private static final int THREADS = 8;
  private static final long IDLE_SECONDS = 10;

  private final AtomicInteger started = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  public Workers() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread =
                  new Thread(work, "elastic-inference-request-" + started.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Where single pieces of work may run. */
  public ExecutorService threads() {
    return threads;
  }

  /**
   * What became of one of several pieces of work.
   *
   * @param value its result; null where it failed
   * @param failure why it failed; null where it did not
   */
  public record Outcome<T>(@Nullable T value, @Nullable RuntimeException failure) {}

  /** Runs all pieces side by side and waits for every one of them, also where some fail. */
  public <T> List<Outcome<T>> outcomes(List<Supplier<T>> pieces) {
    // The caller does the last one itself: the only one, mostly, and it would only wait.
    List<Future<T>> futures = new ArrayList<>();
    Observed.Carried carried = Observed.carry();
    for (Supplier<T> piece : pieces.subList(0, Math.max(0, pieces.size() - 1))) {
      futures.add(threads.submit(carried.supplying(piece)::get));
    }
    List<Outcome<T>> outcomes = new ArrayList<>();
    if (!pieces.isEmpty()) {
      Outcome<T> own = outcome(pieces.get(pieces.size() - 1));
      futures.forEach(future -> outcomes.add(outcome(() -> result(future))));
      outcomes.add(own);
    }
    return outcomes;
  }

  /** Runs all pieces side by side; throws what the first one threw that failed. */
  public <T> List<T> all(List<Supplier<T>> pieces) {
    List<T> values = new ArrayList<>();
    for (Outcome<T> outcome : outcomes(pieces)) {
      if (outcome.failure() != null) {
        throw outcome.failure();
      }
      T value = outcome.value();
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static <T> Outcome<T> outcome(Supplier<T> piece) {
    try {
      return new Outcome<>(piece.get(), null);
    } catch (RuntimeException e) {
      return new Outcome<>(null, e);
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ElasticInferenceException(
          "API server: asking it was interrupted (expected: to the end).",
          "Run it again; what was done before stays, and is not done twice.",
          true,
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
