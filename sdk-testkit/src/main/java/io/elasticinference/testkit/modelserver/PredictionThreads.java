package io.elasticinference.testkit.modelserver;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs at most so many predictions at once, and lets each take at least the service time; the
 * others wait in line. What waited begins when the one before it was due to end, not when its
 * thread got to it: so the capacity is the one that was set, on a busy machine too.
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
        task -> new PredictionThread(task, COUNT.incrementAndGet()));
    allowCoreThreadTimeOut(true);
    serviceNanos = capacity.serviceTime().toNanos();
  }

  @Override
  public void execute(Runnable task) {
    super.execute(new Arrived(task, System.nanoTime()));
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    super.beforeExecute(thread, task);
    if (thread instanceof PredictionThread own && task instanceof Arrived arrived) {
      own.due = own.begin(arrived.nanos()) + serviceNanos;
      for (long left = own.due - System.nanoTime();
          left > 0 && !isShutdown();
          left = own.due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  @Override
  protected void afterExecute(Runnable task, Throwable problem) {
    super.afterExecute(task, problem);
    if (Thread.currentThread() instanceof PredictionThread own) {
      // A thread that lags by more than a prediction cannot do what was set, and is not to try.
      long lag = System.nanoTime() - own.due;
      own.due += Math.max(0, lag - serviceNanos);
    }
  }

  /** A prediction, and when it came. */
  private record Arrived(Runnable task, long nanos) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }

  /** A thread that knows when its last prediction was due to end. */
  private static final class PredictionThread extends Thread {
    private long due;
    private boolean used;

    PredictionThread(Runnable task, int number) {
      super(task, "prediction-" + number);
      setDaemon(true);
    }

    /** When a prediction that came at a time begins here. */
    private long begin(long arrived) {
      long begin = used && due - arrived > 0 ? due : arrived;
      used = true;
      return begin;
    }
  }
}
