package io.elasticinference.testkit.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final long FLUSH_INTERVAL_MILLIS = 10;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final AccessLogSink sink;
  private final Duration interval;
  private final BlockingQueue<AccessLogEntry> queue = new ArrayBlockingQueue<>(MAX_QUEUE);
  private final BlockingQueue<Flush> flushes = new ArrayBlockingQueue<>(1_000);
  private final Set<Visit> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = new Thread(this::run, "ingress-access-log");

  AccessLog(AccessLogSink sink, Duration interval) {
    this.sink = sink;
    this.interval = interval;
    thread.setDaemon(true);
    thread.start();
  }

  /** Notes that a request has begun. */
  void begin(Visit visit) {
    open.add(visit);
  }

  /** Adds the row of a request that has ended. */
  void end(Visit visit, AccessLogEntry entry) {
    if (!queue.offer(entry)) {
      dropped.incrementAndGet();
    }
    open.remove(visit);
  }

  /** Waits until every request that has begun has ended, and its row is written. */
  void flush(Duration patience) throws TimeoutException, InterruptedException {
    flush(List.copyOf(open), patience);
  }

  private void flush(List<Visit> begun, Duration patience)
      throws TimeoutException, InterruptedException {
    Flush flush = new Flush(begun, new CompletableFuture<>());
    flushes.put(flush);
    try {
      flush.done().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      flush.done().cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The access log was not written", e);
    }
  }

  private record Flush(List<Visit> begun, CompletableFuture<Void> done) {}

  private void run() {
    List<Flush> asked = new ArrayList<>();
    try {
      while (true) {
        long pause = asked.isEmpty() ? interval.toMillis() : FLUSH_INTERVAL_MILLIS;
        Flush next = flushes.poll(pause, TimeUnit.MILLISECONDS);
        if (next != null) {
          asked.add(next);
        }
        List<Flush> ready =
            asked.stream()
                .filter(flush -> flush.begun().stream().noneMatch(open::contains))
                .toList();
        writeQueued();
        ready.forEach(flush -> flush.done().complete(null));
        asked.removeAll(ready);
        asked.removeIf(flush -> flush.done().isDone());
      }
    } catch (InterruptedException e) {
      LOG.debug("The access log ends");
    }
  }

  private void writeQueued() throws InterruptedException {
    int rows = queue.size();
    while (rows > 0) {
      List<AccessLogEntry> batch = new ArrayList<>();
      rows -= queue.drainTo(batch, Math.min(rows, MAX_BATCH));
      write(batch.stream().map(AccessLogEntry::row).toList());
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.warn("{} rows of the access log are lost, since the log service takes none", lost);
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
      flush(List.of(), CLOSING);
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
