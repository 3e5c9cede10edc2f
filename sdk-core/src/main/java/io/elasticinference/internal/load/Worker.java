package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One selector thread with its share of the arrivals and of the connections. All times are
 * nanoseconds after the start, which is the same moment for all workers.
 */
final class Worker implements Sender {
  /** What a worker is given. */
  record Task(
      Arrivals arrivals,
      WireFactory wires,
      LoadRequest request,
      EncodedRequests requests,
      int maxConnections,
      int maxInFlight) {}

  /** Sent later than this after its intended time, a request counts as late. */
  static final long LATE = 10_000_000L;

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;

  /** The selector is asked at least once in so many naps between close requests. */
  private static final int NAPS_UNASKED = 16;

  /** A selector that waits for some milliseconds wakes up to so much later. */
  private static final long SELECTOR_LATE = 200_000L;

  private final Task task;
  private final Intervals intervals;
  private final Selector selector;
  private final CountDownLatch startSignal = new CountDownLatch(1);
  private final long timeout;
  private final boolean keepAlive;
  private final Books books = new Books();
  private final LongRing waiting = new LongRing();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> open = new HashSet<>();
  private final DeadlineList dialing = new DeadlineList();
  private final DeadlineList inFlight = new DeadlineList();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 * 1024);
  private Interval interval;
  private long intervalEnd = SECOND;
  private long start;
  private long end;
  private int unasked;
  private volatile boolean stopped;
  private volatile @Nullable Throwable problem;

  Worker(Task task, Intervals intervals) throws IOException {
    this.task = task;
    this.intervals = intervals;
    this.timeout = task.request().timeout().toNanos();
    this.keepAlive = task.request().keepAlive();
    this.interval = intervals.fresh(0);
    this.selector = Selector.open();
  }

  @Override
  public void begin(long startNanos) {
    if (startSignal.getCount() > 0) {
      start = startNanos;
      startSignal.countDown();
    }
  }

  /** Lets go of the selector. */
  @Override
  public void discard() {
    try {
      selector.close();
    } catch (IOException e) {
      closingFailed(e);
    }
  }

  @Override
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  @Override
  public Books books() {
    return books;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public @Nullable Throwable problem() {
    return problem;
  }

  @Override
  public void run() {
    try {
      startSignal.await();
      loop();
    } catch (InterruptedException e) {
      // Nobody but this engine knows the thread: an interrupt is a wish to stop.
      log.debug("Worker interrupted", e);
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    } finally {
      finish();
    }
  }

  private void finish() {
    end = clock();
    books.abandoned += unanswered();
    interval.inFlight = unanswered();
    for (Connection connection : open) {
      connection.close();
    }
    discard();
    if (interval.second == 0 || !interval.isEmpty()) {
      intervals.publish(this, interval);
    }
    intervals.done(this);
  }

  private long clock() {
    return System.nanoTime() - start;
  }

  private void loop() throws IOException {
    Naps naps = new Naps();
    while (!stopped) {
      long now = admit(naps);
      expire(now);
      if (!waiting.isEmpty()) {
        // Connections may be free again that this thread has not come to see yet.
        selector.selectNow(Worker::ready);
        dial(now);
      }
      rollTo(now);
      if (task.arrivals().due(now) == Arrivals.END && unanswered() == 0) {
        return;
      }
      await(now, naps);
    }
  }

  /** Takes all that is due, and answers what time it is then. */
  private long admit(Naps naps) {
    Arrivals arrivals = task.arrivals();
    long now = clock();
    while (arrivals.due(now) <= now && !stopped) {
      long intended = arrivals.take(now);
      naps.due(intended);
      rollTo(intended);
      interval.offered++;
      if (unanswered() >= task.maxInFlight()) {
        interval.dropped++;
        arrivals.ended(now, true);
      } else {
        Connection connection = idle.pollLast();
        if (connection == null) {
          waiting.add(intended);
        } else {
          send(connection, intended, now);
        }
      }
      now = clock();
    }
    return now;
  }

  private int unanswered() {
    return inFlight.size() + waiting.size();
  }

  private void send(Connection connection, long intended, long now) {
    ByteBuffer buffer = task.requests().next();
    long lag = now - intended;
    Latencies.record(books.sendLag, lag);
    interval.sent++;
    if (lag > LATE) {
      interval.late++;
    }
    inFlight.add(connection);
    connection.send(buffer, intended, intended + timeout);
  }

  private void dial(long now) {
    while (dialing.size() < waiting.size() && open.size() < task.maxConnections() && !stopped) {
      Connection connection;
      try {
        connection = new Connection(this, selector, task.wires(), task.request().expectation());
      } catch (IOException e) {
        failWaiting(Connection.kindOf(e), String.valueOf(e.getMessage()));
        continue;
      }
      connection.deadline = now + timeout;
      open.add(connection);
      dialing.add(connection);
    }
  }

  private void failWaiting(FailureKind kind, String example) {
    if (waiting.isEmpty()) {
      // The request that the connection was made for has gone by another one.
      return;
    }
    long now = clock();
    count(kind, example, now - waiting.remove());
    task.arrivals().ended(now, false);
  }

  private void count(FailureKind kind, String example, long latency) {
    interval.failed++;
    if (books.failed(kind, latency)) {
      books.example(kind, example);
    }
  }

  private void expire(long now) {
    while (!waiting.isEmpty() && waiting.first() + timeout <= now) {
      if (dialing.size() > 0) {
        failWaiting(FailureKind.CONNECT_TIMEOUT, "not connected in time");
      } else {
        waiting.remove();
        interval.dropped++;
        task.arrivals().ended(now, true);
      }
    }
    Connection connection;
    while ((connection = dialing.first()) != null && connection.deadline <= now) {
      dialing.remove(connection);
      open.remove(connection);
      connection.close();
    }
    while ((connection = inFlight.first()) != null && connection.deadline <= now) {
      connection.timeOut();
    }
  }

  private void rollTo(long time) {
    while (time >= intervalEnd) {
      interval.inFlight = unanswered();
      int next = interval.second + 1;
      intervals.publish(this, interval);
      interval = intervals.fresh(next);
      intervalEnd += SECOND;
    }
  }

  /**
   * Waits for the network or the next arrival. A selector counts in milliseconds and wakes late, so
   * the last millisecond before an arrival goes by in naps.
   */
  private void await(long now, Naps naps) throws IOException {
    long due = task.arrivals().due(now);
    long untilDue = (due - now - SELECTOR_LATE) / MILLISECOND;
    if (untilDue < 1) {
      if (naps.dense()) {
        collect();
        naps.nap(due - clock());
      } else if (selector.selectNow(Worker::ready) == 0) {
        naps.nap(due - clock());
      }
      return;
    }
    long wake = intervalEnd;
    Connection first = inFlight.first();
    wake = first == null ? wake : Math.min(wake, first.deadline);
    first = dialing.first();
    wake = first == null ? wake : Math.min(wake, first.deadline);
    wake = waiting.isEmpty() ? wake : Math.min(wake, waiting.first() + timeout);
    long untilWake = Math.max(1, (wake - now + MILLISECOND - 1) / MILLISECOND);
    selector.select(Worker::ready, Math.min(untilDue, untilWake));
  }

  /**
   * Reads the replies to close requests, the oldest first. After a nap practically all of them are
   * there, and to read is cheaper than to ask for each whether it can be read; the selector knows
   * of the others, of new connections and of those that end.
   */
  private void collect() throws IOException {
    Connection oldest = inFlight.first();
    for (int left = inFlight.size(); oldest != null && left > 0; left--) {
      oldest.look();
      Connection next = inFlight.first();
      if (next == oldest) {
        break;
      }
      oldest = next;
    }
    if (inFlight.size() > 0 || dialing.size() > 0 || ++unasked >= NAPS_UNASKED) {
      unasked = 0;
      selector.selectNow(Worker::ready);
    }
  }

  private static void ready(SelectionKey key) {
    ((Connection) key.attachment()).ready();
  }

  // What connections tell.

  ByteBuffer readBuffer() {
    return readBuffer;
  }

  boolean keepsAlive() {
    return keepAlive;
  }

  void connected(Connection connection) {
    dialing.remove(connection);
    available(connection);
  }

  private void available(Connection connection) {
    if (waiting.isEmpty()) {
      idle.addLast(connection);
    } else {
      send(connection, waiting.remove(), clock());
    }
  }

  void connectFailed(Connection connection, FailureKind kind, String example) {
    dialing.remove(connection);
    open.remove(connection);
    failWaiting(kind, example);
  }

  void idleClosed(Connection connection) {
    idle.remove(connection);
    open.remove(connection);
  }

  void replied(Connection connection, int status, @Nullable FailureKind kind, boolean closed) {
    long now = clock();
    long latency = now - connection.intended;
    inFlight.remove(connection);
    books.status(status);
    if (kind == null) {
      interval.ok++;
      Latencies.record(interval.latency, latency);
    } else {
      interval.failed++;
      if (books.failed(kind, latency)) {
        books.example(kind, connection.example());
      }
    }
    task.arrivals().ended(now, true);
    if (closed) {
      open.remove(connection);
    } else {
      available(connection);
    }
  }

  void failed(Connection connection, FailureKind kind, String example) {
    long now = clock();
    inFlight.remove(connection);
    open.remove(connection);
    count(kind, example, now - connection.intended);
    task.arrivals().ended(now, true);
  }

  void closingFailed(IOException e) {
    log.debug("Closing failed; the socket is gone all the same", e);
  }
}
