package io.elasticinference.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Several runs of the same work. */
final class Timings {

  private final List<Double> millis = new ArrayList<>();

  void add(double milliseconds) {
    millis.add(milliseconds);
  }

  void time(Runnable work) {
    long began = System.nanoTime();
    work.run();
    add((System.nanoTime() - began) / 1e6);
  }

  double median() {
    return Median.of(millis);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f ms (%.0f to %.0f, %d runs)",
        median(),
        Collections.min(millis),
        Collections.max(millis),
        millis.size());
  }
}
