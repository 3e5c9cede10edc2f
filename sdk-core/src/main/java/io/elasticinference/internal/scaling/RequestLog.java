package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.MetricReading;
import io.elasticinference.scaling.MetricWindow;
import java.util.Arrays;

/**
 * The ingress's access log as the metrics adapter sees it: how many requests were logged in each
 * second, since the log store's time has no fractions.
 */
final class RequestLog {

  private static final long SECOND = 1_000_000_000L;

  private final int interval;
  private final int delay;
  private final boolean missingWhenIdle;
  private final int seconds;
  private int[] logged = new int[4096];

  RequestLog(MetricWindow window, long horizon) {
    this.seconds = second(horizon);
    this.interval = (int) window.interval().toSeconds();
    this.delay = (int) window.delay().toSeconds();
    this.missingWhenIdle = window.missingWhenIdle();
  }

  /** Counts a request that is logged at a time, which may lie ahead; none after the horizon. */
  void add(long nanos) {
    if (nanos / SECOND > seconds) {
      return;
    }
    int second = second(nanos);
    if (second >= logged.length) {
      logged = Arrays.copyOf(logged, Math.max(second + 1, logged.length * 2));
    }
    logged[second]++;
  }

  /** Takes back a request that will not be logged at that time. */
  void remove(long nanos) {
    if (nanos / SECOND <= seconds) {
      logged[second(nanos)]--;
    }
  }

  /** Requests a second, cut to an integer. */
  MetricReading reading(long nanos) {
    int now = second(nanos);
    if (missingWhenIdle && count(now - (int) MetricWindow.REACH.toSeconds(), now - delay) == 0) {
      return MetricReading.missing();
    }
    long rate = count(now - delay - interval, now - delay) / interval;
    return MetricReading.ofMilli(rate * 1000);
  }

  private long count(int from, int to) {
    long count = 0;
    for (int i = Math.max(0, from); i < Math.min(to, logged.length); i++) {
      count += logged[i];
    }
    return count;
  }

  private static int second(long nanos) {
    return Math.toIntExact(nanos / SECOND);
  }
}
