package io.elasticinference.testkit.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the access log and writes it in batches, from a thread of its own. A batch that is not
 * taken is offered again until it is; meanwhile rows queue up, and are dropped, with a warning,
 * when there are too many.
 */
final class AccessLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int MAX_QUEUE = 200_000;
  private static final int MAX_BATCH = 4_000;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final AccessLogSink sink;
  private final Duration interval;
  private final BlockingQueue<AccessLogEntry> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private final BlockingQueue<CompletableFuture<Void>> flushes = new ArrayBlockingQueue<>(1_000);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = new Thread(this::run, "ingress-access-log");

  AccessLog(AccessLogSink sink, Duration interval) {
    this.sink = sink;
    this.interval = interval;
    thread.setDaemon(true);
    thread.start();
  }

  void add(AccessLogEntry entry) {
    if (!queue.offer(entry)) {
      dropped.incrementAndGet();
    }
  }

  /** Waits until every row that was added before is written. */
  void flush(Duration patience) throws TimeoutException, InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    flushes.put(done);
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The access log was not written", e);
    }
  }

  private void run() {
    try {
      while (true) {
        CompletableFuture<Void> asked = flushes.poll(interval.toMillis(), TimeUnit.MILLISECONDS);
        int rows = queue.size();
        while (rows > 0) {
          List<AccessLogEntry> batch = new ArrayList<>();
          rows -= queue.drainTo(batch, Math.min(rows, MAX_BATCH));
          write(batch.stream().map(AccessLogEntry::row).toList());
        }
        if (asked != null) {
          asked.complete(null);
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          LOG.warn("{} rows of the access log are lost, since the log service takes none", lost);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The access log ends");
    }
  }

  private void write(List<AccessLogRow> rows) throws InterruptedException {
    for (long pause = 50; ; pause = Math.min(2_000, pause * 2)) {
      try {
        sink.write(rows);
        return;
      } catch (IOException e) {
        LOG.warn("{} rows of the access log wait: {}", rows.size(), e.toString());
        TimeUnit.MILLISECONDS.sleep(pause);
      }
    }
  }

  /** Writes what is left, if that takes no longer than a few seconds. */
  @Override
  public void close() {
    if (!thread.isAlive()) {
      return;
    }
    try {
      flush(CLOSING);
    } catch (TimeoutException e) {
      LOG.warn(
          "{} rows of the access log are lost, since the log service takes none", queue.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.interrupt();
    }
  }
}
