package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What a worker counts over its whole life; written by its thread, read when that has ended. */
final class Books {
  private static final class Tally {
    private long count;
    private @Nullable String example;
  }

  final Histogram failedLatency = Latencies.histogram();
  final Histogram sendLag = Latencies.histogram();
  long abandoned;
  private final long[] statuses = new long[600];
  private final Map<FailureKind, Tally> failures = new EnumMap<>(FailureKind.class);

  void status(int status) {
    statuses[status]++;
  }

  /** Counts a failure and answers whether an example of the kind is still wanted. */
  boolean failed(FailureKind kind, long latency) {
    Latencies.record(failedLatency, latency);
    Tally tally = tally(kind);
    tally.count++;
    return tally.example == null;
  }

  void example(FailureKind kind, String text) {
    tally(kind).example = text;
  }

  private Tally tally(FailureKind kind) {
    Tally tally = failures.get(kind);
    if (tally == null) {
      tally = new Tally();
      failures.put(kind, tally);
    }
    return tally;
  }

  void add(Books other) {
    failedLatency.add(other.failedLatency);
    sendLag.add(other.sendLag);
    abandoned += other.abandoned;
    for (int i = 0; i < statuses.length; i++) {
      statuses[i] += other.statuses[i];
    }
    other.failures.forEach(
        (kind, theirs) -> {
          Tally ours = tally(kind);
          ours.count += theirs.count;
          ours.example = ours.example == null ? theirs.example : ours.example;
        });
  }

  List<LoadFailure> failures() {
    List<LoadFailure> list = new ArrayList<>();
    failures.forEach(
        (kind, tally) ->
            list.add(
                new LoadFailure(
                    kind, tally.count, tally.example == null ? kind.text() : tally.example)));
    list.sort(Comparator.comparingLong(LoadFailure::count).reversed());
    return List.copyOf(list);
  }

  Map<Integer, Long> statuses() {
    Map<Integer, Long> map = new TreeMap<>();
    for (int i = 0; i < statuses.length; i++) {
      if (statuses[i] > 0) {
        map.put(i, statuses[i]);
      }
    }
    return Collections.unmodifiableMap(map);
  }
}
