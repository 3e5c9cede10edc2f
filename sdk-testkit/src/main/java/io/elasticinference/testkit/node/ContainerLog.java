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

  private final Deque<Line> lines = new ArrayDeque<>();

  synchronized void add(String text) {
    text.lines().forEach(line -> lines.add(new Line(Instant.now(), line)));
    while (lines.size() > MOST_LINES) {
      lines.remove();
    }
  }

  /** Returns the last lines, at most so many, oldest first. */
  synchronized List<Line> tail(int most) {
    return lines.stream().skip(Math.max(0, lines.size() - (long) most)).toList();
  }
}
