package io.elasticinference.testkit.modelserver;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs at most so many predictions at once, and lets each take at least the service time; the
 * others wait in line.
 */
final class PredictionThreads extends ThreadPoolExecutor {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final long serviceNanos;

  PredictionThreads(Capacity capacity) {
    super(
        capacity.concurrency(),
        capacity.concurrency(),
        Duration.ofSeconds(10).toMillis(),
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "prediction-" + COUNT.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    allowCoreThreadTimeOut(true);
    serviceNanos = capacity.serviceTime().toNanos();
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    super.beforeExecute(thread, task);
    long end = System.nanoTime() + serviceNanos;
    for (long left = serviceNanos; left > 0 && !isShutdown(); left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
