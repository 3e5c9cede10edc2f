package io.elasticinference.internal.metrics;

import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.event.Subscription;
import io.elasticinference.metrics.TrafficListener;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Observed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each step as it is over. Reads all steps again that are not settled, so that lines which
 * come late are told; after a failure it reads from where it was, with growing pauses.
 */
final class LiveFeed implements Subscription {

  /** Reads the steps of a span. */
  interface Source {
    List<TrafficSummary> read(Instant from, Instant to);
  }

  /** Waits; answers true where the feed was closed meanwhile. */
  interface Pause {
    boolean untilClosed(Duration atMost) throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** After so many steps without an answer, the oldest are given up. */
  private static final int MOST_STEPS = 1000;

  private static final int MOST_DOUBLINGS = 10;

  /** The log's clock and this one differ a little: better to ask just after a step than before. */
  private static final Duration AFTER_STEP = Duration.ofMillis(20);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object telling = new Object();
  private final String name;
  private final Source source;
  private final Duration step;
  private final Clock clock;
  private final TrafficListener listener;
  private final Pause pause;
  private final Thread thread;
  private Runnable onEnd = () -> {};

  // Touched by the feed's own thread only.
  private final Map<Instant, TrafficSummary> open = new HashMap<>();
  private Instant firstOpen;
  private int failures;

  LiveFeed(String name, Source source, Duration step, Clock clock, TrafficListener listener) {
    this(name, source, step, clock, listener, null);
  }

  LiveFeed(
      String name,
      Source source,
      Duration step,
      Clock clock,
      TrafficListener listener,
      @Nullable Pause pause) {
    this.name = name;
    this.source = source;
    this.step = step;
    this.clock = clock;
    this.listener = listener;
    this.pause = pause == null ? most -> closed.await(most.toNanos(), TimeUnit.NANOSECONDS) : pause;
    this.firstOpen = Steps.floor(clock.instant(), step);
    // The feed outlives the call that began it, and is no part of it.
    this.thread = new Thread(Observed.carry().detached().wrap(this::run), "elastic-inference-live");
    thread.setDaemon(true);
  }

  void start(Runnable onEnd) {
    this.onEnd = onEnd;
    thread.start();
  }

  private void run() {
    try {
      while (!pause.untilClosed(untilNext())) {
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("The live feed of {} was interrupted, and ends", name);
    } finally {
      onEnd.run();
    }
  }

  private Duration untilNext() {
    Instant now = clock.instant();
    Instant next = Steps.floor(now, step).plus(step).plus(AFTER_STEP);
    Duration wait = Duration.between(now, next);
    if (failures == 0) {
      return wait;
    }
    Duration longer =
        Duration.ofSeconds(1).multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration bounded = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    return bounded.compareTo(wait) > 0 ? bounded : wait;
  }

  private void look() {
    Instant end = Steps.floor(clock.instant(), step);
    Instant oldest = end.minus(step.multipliedBy(MOST_STEPS));
    if (firstOpen.isBefore(oldest)) {
      firstOpen = oldest;
      open.keySet().removeIf(from -> from.isBefore(oldest));
    }
    if (!firstOpen.isBefore(end)) {
      return;
    }
    try {
      source.read(firstOpen, end).forEach(this::take);
      failures = 0;
    } catch (MetricsUnavailableException e) {
      failures++;
      tell(() -> listener.onFailure(e));
    } catch (RuntimeException e) {
      failures++;
      if (closed.getCount() > 0) {
        LOG.warn("The live feed of {} failed; it goes on", name, e);
      }
    }
  }

  private void take(TrafficSummary point) {
    if (!point.equals(open.get(point.from()))) {
      tell(() -> listener.onPoint(point));
    }
    if (!point.settled()) {
      open.put(point.from(), point);
    } else if (point.from().equals(firstOpen)) {
      open.remove(point.from());
      firstOpen = point.to();
    }
  }

  private void tell(Runnable news) {
    synchronized (telling) {
      if (closed.getCount() == 0) {
        return;
      }
      try {
        news.run();
      } catch (RuntimeException e) {
        LOG.warn("A listener to the traffic of {} failed; it is told of later steps", name, e);
      }
    }
  }

  /** Ends the feed; from a listener too. Nothing is heard after this returns. */
  @Override
  public void close() {
    synchronized (telling) {
      closed.countDown();
    }
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }
}
