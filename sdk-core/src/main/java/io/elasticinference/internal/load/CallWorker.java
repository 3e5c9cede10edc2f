package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that begins calls when they come due, and counts what becomes of them. The library's own
 * threads only note the time at which something happened, so no latency depends on when this thread
 * comes to see it.
 */
final class CallWorker implements Sender {
  /** What a worker is given. */
  record Task(
      Arrivals arrivals,
      Calls calls,
      List<byte[]> messages,
      int firstMessage,
      Duration timeout,
      int maxInFlight) {}

  private static final Logger log = LoggerFactory.getLogger(CallWorker.class);
  private static final long SECOND = 1_000_000_000L;

  /** A longer sleep ends so much before the next call, which naps then wait for. */
  private static final long EARLY = 1_000_000L;

  /** How late this thread sees at worst what the library's threads noted. */
  private static final long LONGEST_SLEEP = 20_000_000L;

  private final Task task;
  private final Intervals intervals;
  private final CountDownLatch startSignal = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final long timeout;
  private final Books books = new Books();
  private Interval interval;
  private long intervalEnd = SECOND;
  private int unanswered;
  private int nextMessage;
  private volatile long start;
  private long end;
  private volatile @Nullable Thread sleeping;
  private volatile boolean stopped;
  private volatile @Nullable Throwable problem;

  CallWorker(Task task, Intervals intervals) {
    this.task = task;
    this.intervals = intervals;
    this.timeout = task.timeout().toNanos();
    this.nextMessage = task.firstMessage();
    this.interval = intervals.fresh(0);
  }

  /** Something that happened to a call; without an end it was sent. */
  private record Event(long intended, long time, @Nullable CallEnd end) {}

  /** What the library's threads tell of one call. */
  private final class Noted implements Calls.Listener {
    private final long intended;

    Noted(long intended) {
      this.intended = intended;
    }

    @Override
    public void sent() {
      note(new Event(intended, clock(), null));
    }

    @Override
    public void ended(CallEnd how) {
      note(new Event(intended, clock(), how));
    }
  }

  private void note(Event event) {
    events.add(event);
    Thread thread = sleeping;
    if (thread != null && event.end() != null) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void begin(long startNanos) {
    if (startSignal.getCount() > 0) {
      start = startNanos;
      startSignal.countDown();
    }
  }

  @Override
  public void stop() {
    stopped = true;
    LockSupport.unpark(sleeping);
  }

  @Override
  public void discard() {
    task.calls().close();
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
    } catch (RuntimeException | Error e) {
      problem = e;
    } finally {
      finish();
    }
  }

  private void finish() {
    end = clock();
    books.abandoned += unanswered;
    interval.inFlight = unanswered;
    try {
      discard();
    } catch (RuntimeException e) {
      problem = problem == null ? e : problem;
    }
    if (interval.second == 0 || !interval.isEmpty()) {
      intervals.publish(this, interval);
    }
    intervals.done(this);
  }

  private long clock() {
    return System.nanoTime() - start;
  }

  private void loop() {
    Naps naps = new Naps();
    while (!stopped) {
      settle();
      long now = admit(naps);
      rollTo(now);
      if (unanswered == 0 && task.arrivals().due(now) == Arrivals.END) {
        return;
      }
      await(now, naps);
    }
    settle();
  }

  /** Begins all that is due, and answers what time it is then. */
  private long admit(Naps naps) {
    Arrivals arrivals = task.arrivals();
    long now = clock();
    while (arrivals.due(now) <= now && !stopped) {
      long intended = arrivals.take(now);
      naps.due(intended);
      rollTo(intended);
      interval.offered++;
      if (unanswered >= task.maxInFlight()) {
        interval.dropped++;
        arrivals.ended(now, true);
      } else {
        unanswered++;
        byte[] message = task.messages().get(nextMessage);
        nextMessage = (nextMessage + 1) % task.messages().size();
        Duration patience = Duration.ofNanos(Math.max(1, intended + timeout - now));
        task.calls().begin(message, patience, new Noted(intended));
      }
      now = clock();
    }
    return now;
  }

  /** Counts what the library's threads have noted. */
  private void settle() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      rollTo(event.time());
      CallEnd how = event.end();
      if (how == null) {
        sent(event.time() - event.intended());
      } else {
        unanswered--;
        ended(how, event.time() - event.intended());
        boolean connected =
            how.failure() != FailureKind.CONNECT_REFUSED
                && how.failure() != FailureKind.CONNECT_FAILED
                && how.failure() != FailureKind.CONNECT_TIMEOUT;
        task.arrivals().ended(event.time(), connected);
      }
    }
  }

  private void sent(long lag) {
    Latencies.record(books.sendLag, lag);
    interval.sent++;
    if (lag > Worker.LATE) {
      interval.late++;
    }
  }

  private void ended(CallEnd how, long latency) {
    if (how.dropped()) {
      interval.dropped++;
      return;
    }
    if (how.status() != CallEnd.NONE) {
      books.status(how.status());
    }
    FailureKind kind = how.failure();
    if (kind == null) {
      interval.ok++;
      Latencies.record(interval.latency, latency);
    } else {
      interval.failed++;
      if (books.failed(kind, latency)) {
        books.example(kind, how.example());
      }
    }
  }

  private void rollTo(long time) {
    while (time >= intervalEnd) {
      interval.inFlight = unanswered;
      int next = interval.second + 1;
      intervals.publish(this, interval);
      interval = intervals.fresh(next);
      intervalEnd += SECOND;
    }
  }

  private void await(long now, Naps naps) {
    long due = task.arrivals().due(now);
    if (due - now < 2 * EARLY) {
      naps.nap(due - clock());
      return;
    }
    sleeping = Thread.currentThread();
    long wake = Math.min(due - EARLY, Math.min(intervalEnd, now + LONGEST_SLEEP));
    if (events.isEmpty() && !stopped) {
      LockSupport.parkNanos(Math.max(1, wake - clock()));
    }
    sleeping = null;
  }
}
