package io.elasticinference.testkit.sls.internal.http;

import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.util.ArrayList;
import java.util.List;

/** Counts logs over time, in at most 60 equal steps of a round length. */
final class Histogram {

  private static final int STEPS = 60;
  private static final long[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
  };

  private Histogram() {}

  /** One step: logs from a second (inclusive) to another (exclusive). */
  record Bucket(long from, long to, long count) {}

  static List<Bucket> count(List<LogRow> rows, long from, long to) {
    long step = step(to - from);
    long first = Math.floorDiv(from, step);
    long[] counts = new long[(int) (Math.floorDiv(to - 1, step) - first + 1)];
    for (LogRow row : rows) {
      counts[(int) (Math.floorDiv((long) row.time(), step) - first)]++;
    }
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      long start = (first + i) * step;
      buckets.add(new Bucket(Math.max(from, start), Math.min(to, start + step), counts[i]));
    }
    return buckets;
  }

  private static long step(long length) {
    for (long step : SECONDS) {
      if (length <= step * STEPS) {
        return step;
      }
    }
    long day = SECONDS[SECONDS.length - 1];
    return (length / STEPS / day + 1) * day;
  }
}
