package io.elasticinference.samples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how long each part took. */
final class Stopwatch {

  private final List<String> laps = new ArrayList<>();
  private final long began = System.nanoTime();
  private long last = began;

  /** Ends a part. */
  void lap(String what) {
    long now = System.nanoTime();
    laps.add(String.format(Locale.ROOT, "  %-42s %6.1f s", what, (now - last) / 1e9));
    last = now;
  }

  @Override
  public String toString() {
    return String.join(System.lineSeparator(), laps)
        + String.format(Locale.ROOT, "%n  %-42s %6.1f s", "in all", (last - began) / 1e9);
  }
}
