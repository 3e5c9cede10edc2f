package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.Latencies;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.LoadWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What is known of one worker. Used by one thread. */
final class WorkerState {
  private static final int MOST_WORDS = 3;
  private static final int LONGEST_WORDS = 200;

  /** Later than this a begin is told as a problem. */
  private static final Duration PUNCTUAL = Duration.ofSeconds(1);

  private final int index;
  private final Histogram latency = Latencies.histogram();
  private final Deque<String> lastWords = new ArrayDeque<>();
  private String pod = "";
  private String signal = "";
  private String waiting = "no pod";
  private boolean ready;
  private @Nullable Instant started;
  private @Nullable Duration lateBy;
  private WorkerLine.@Nullable Result result;
  private @Nullable String problem;
  private boolean ended;
  private int lastSecond = -1;
  private long lostSeconds;
  private LoadTotals seen = new LoadTotals(0, 0, 0, 0, 0, 0, 0);

  WorkerState(int index) {
    this.index = index;
  }

  void pod(String name) {
    pod = name;
  }

  boolean hasPod() {
    return !pod.isEmpty();
  }

  void waitsFor(String why) {
    waiting = why;
  }

  /** A line of its log that is not a worker's, for example of the Java runtime. */
  void said(String line) {
    lastWords.add(line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "…");
    if (lastWords.size() > MOST_WORDS) {
      lastWords.remove();
    }
  }

  /** What it waits for, with its name; empty when it is ready. */
  Optional<String> waits() {
    return ready ? Optional.empty() : Optional.of(hasPod() ? pod + ": " + waiting : waiting);
  }

  void ready(String seenSignal) {
    ready = true;
    signal = seenSignal;
  }

  boolean isReady() {
    return ready;
  }

  boolean hasSeen(String text) {
    return signal.equals(text);
  }

  void started(Instant time, Duration late) {
    started = time;
    lateBy = late.isNegative() ? Duration.ZERO : late;
  }

  boolean hasStarted() {
    return started != null;
  }

  Duration lateBy() {
    return lateBy == null ? Duration.ZERO : lateBy;
  }

  /** How many seconds after the others' its own first one lies. */
  int shift() {
    return (int) lateBy().plusMillis(500).toSeconds();
  }

  /** Takes a second, and answers whether it is new. */
  boolean takes(WorkerLine.Second second) {
    if (second.second() <= lastSecond) {
      return false;
    }
    lostSeconds += second.second() - lastSecond - 1;
    lastSecond = second.second();
    seen =
        new LoadTotals(
            seen.offered() + second.offered(),
            seen.sent() + second.sent(),
            seen.ok() + second.ok(),
            seen.failed() + second.failed(),
            seen.dropped() + second.dropped(),
            0,
            seen.late() + second.late());
    latency.add(second.latency());
    return true;
  }

  /** The last second of the common axis that it has told of. */
  int toldUpTo() {
    return lastSecond < 0 ? -1 : shift() + lastSecond;
  }

  void result(WorkerLine.Result told) {
    result = told;
  }

  Optional<WorkerLine.Result> result() {
    return Optional.ofNullable(result);
  }

  void problem(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /** It is too late for it to begin, if it has not. */
  void missing() {
    if (started == null) {
      problem("never began: " + (ready ? "it was ready, and told nothing more" : waiting));
    }
  }

  /** Nothing more will come of it. */
  void end(Optional<String> how) {
    if (ended) {
      return;
    }
    ended = true;
    if (result == null) {
      String why = how.orElse("it ended without a result");
      if (!lastWords.isEmpty()) {
        why += ", and its log ends with: " + String.join(" / ", lastWords);
      }
      problem(
          started == null
              ? "never began: " + (ready || how.isPresent() ? why : waiting)
              : "was lost after "
                  + (lastSecond + 1)
                  + " s: "
                  + why
                  + "; what it did since, and its send lag, statuses and kinds of failures, are"
                  + " not known");
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /**
   * Why its share was not sent as it should have been.
   *
   * @param wished whether all were asked to end early
   */
  Optional<String> fault(boolean wished) {
    if (problem != null) {
      return Optional.of(problem);
    }
    return result()
        .filter(r -> r.outcome() != LoadOutcome.COMPLETED)
        .filter(r -> !wished || r.outcome() != LoadOutcome.CANCELLED)
        .map(
            r ->
                r.outcome() == LoadOutcome.CANCELLED
                    ? "was told to end by its node or cluster after "
                        + r.duration().toMillis() / 1e3
                        + " s"
                    : "ended early: " + r.reason().orElse("no reason given"));
  }

  /** Its books: its own, or where it was lost what is known of them. */
  LoadTotals totals() {
    if (result != null) {
      return result.totals();
    }
    return new LoadTotals(
        seen.offered(),
        seen.sent(),
        seen.ok(),
        seen.failed(),
        seen.dropped(),
        seen.offered() - seen.ok() - seen.failed() - seen.dropped(),
        seen.late());
  }

  Histogram latency() {
    return result == null ? latency : result.latency();
  }

  /** How long it sent, from the common begin. */
  Duration loadDuration() {
    return lateBy()
        .plus(result == null ? Duration.ofSeconds(lastSecond + 1) : result.loadDuration());
  }

  /** How long it ran, from the common begin. */
  Duration duration() {
    return lateBy().plus(result == null ? Duration.ofSeconds(lastSecond + 1) : result.duration());
  }

  /** What the report says of it. */
  LoadWorker told(boolean wished) {
    Optional<String> what = fault(wished);
    if (what.isEmpty() && lateBy().compareTo(PUNCTUAL) >= 0) {
      what = Optional.of("began " + lateBy().toMillis() / 1e3 + " s late, and so did its share");
    }
    if (what.isEmpty() && lostSeconds > 0) {
      what = Optional.of(lostSeconds + " seconds of its log were lost; its totals are whole");
    }
    return new LoadWorker(index, pod, Optional.ofNullable(lateBy), totals(), what);
  }
}
