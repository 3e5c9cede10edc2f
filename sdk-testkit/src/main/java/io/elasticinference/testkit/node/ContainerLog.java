package io.elasticinference.testkit.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What one run of a container has printed, at most its last ten thousand lines. */
final class ContainerLog {
  private static final int MOST_LINES = 10_000;

  /** One line and when it came. */
  record Line(Instant time, String text) {}

  /**
   * Lines in a row.
   *
   * @param lines the lines, maybe none
   * @param next the number of the line after them
   * @param ended whether none will come after them
   */
  record Part(List<Line> lines, long next, boolean ended) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private long dropped;
  private boolean ended;

  synchronized void add(String text) {
    text.lines().forEach(line -> lines.add(new Line(Instant.now(), line)));
    while (lines.size() > MOST_LINES) {
      lines.remove();
      dropped++;
    }
    notifyAll();
  }

  /** No more lines will come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Returns the last lines, at most so many, oldest first. */
  synchronized List<Line> tail(int most) {
    return lines.stream().skip(Math.max(0, lines.size() - (long) most)).toList();
  }

  /** Returns the number that the next line will have. */
  synchronized long next() {
    return dropped + lines.size();
  }

  /** Waits, at most so long, for lines from a number on. */
  synchronized Part await(long number, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (next() <= number && !ended && end - System.nanoTime() > 1_000_000) {
      wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    }
    List<Line> part = lines.stream().skip(Math.max(0, number - dropped)).toList();
    return new Part(part, next(), ended);
  }
}
