package io.elasticinference.samples.quickstart;

import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadSample;
import java.time.Duration;
import java.util.Locale;

/** One line that shows each second of a stress test: drawn over itself on a terminal. */
final class LiveLine implements LoadListener {

  private final ReplicaWatch replicas;
  private final boolean terminal;

  LiveLine(ReplicaWatch replicas, boolean terminal) {
    this.replicas = replicas;
    this.terminal = terminal;
  }

  @Override
  public void sampled(LoadSample sample) {
    String line =
        String.format(
            Locale.ROOT,
            "%3d s  QPS %3d ok, %d failed  p50 %6.1f ms  p99 %6.1f ms  %s",
            sample.second() + 1,
            sample.ok(),
            sample.failed(),
            millis(sample.p50()),
            millis(sample.p99()),
            replicas.line());
    System.out.print(terminal ? "\r" + line : line + System.lineSeparator());
    System.out.flush();
  }

  void end() {
    if (terminal) {
      System.out.println();
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
