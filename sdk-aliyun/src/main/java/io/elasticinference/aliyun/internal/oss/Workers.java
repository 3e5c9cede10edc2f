package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.Observed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs on a few threads. The first that fails stops the rest at once, also those that wait for
 * an answer, and so does an interrupt of the thread that waits for them.
 */
final class Workers implements AutoCloseable {

  /** Sockets are closed under the jobs that are left, so they end in far less. */
  private static final long LAST_JOBS_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final ExecutorService threads;
  private final Runnable onStop;
  private volatile boolean stopped;

  /**
   * Starts threads as they are needed.
   *
   * @param onStop wakes the jobs that wait for the network
   */
  Workers(int concurrency, Runnable onStop) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            concurrency,
            job -> {
              Thread thread = new Thread(job, "elastic-inference-oss-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.onStop = onStop;
  }

  /** Whether the jobs are to end. */
  boolean stopped() {
    return stopped;
  }

  /**
   * Does all jobs.
   *
   * @return what they gave, in no order
   * @throws InterruptedException where this thread was interrupted; all jobs have ended then
   */
  <T> List<T> all(List<Supplier<T>> jobs) throws InterruptedException {
    ExecutorCompletionService<T> done = new ExecutorCompletionService<>(threads);
    Observed.Carried carried = Observed.carry();
    jobs.forEach(job -> done.submit(carried.supplying(job)::get));
    List<T> results = new ArrayList<>(jobs.size());
    try {
      for (int i = 0; i < jobs.size(); i++) {
        results.add(done.take().get());
      }
      return results;
    } catch (ExecutionException e) {
      stop();
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      stop();
      throw e;
    }
  }

  private void stop() {
    stopped = true;
    threads.shutdownNow();
    onStop.run();
    awaitEnd();
  }

  /** Waits until no job can send anything any more, whatever interrupts meanwhile. */
  private void awaitEnd() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_JOBS_SECONDS);
    while (true) {
      try {
        if (!threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.warn("Threads still run {} s after they were stopped.", LAST_JOBS_SECONDS);
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
