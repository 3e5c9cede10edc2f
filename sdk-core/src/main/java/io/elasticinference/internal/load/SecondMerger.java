package io.elasticinference.internal.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the workers' seconds, and gives each when all that still run have reported it. */
final class SecondMerger {
  private final Intervals intervals;
  private final Map<Sender, Integer> reported = new HashMap<>();
  private final TreeMap<Integer, Interval> merged = new TreeMap<>();

  SecondMerger(List<? extends Sender> workers, Intervals intervals) {
    this.intervals = intervals;
    workers.forEach(worker -> reported.put(worker, -1));
  }

  void accept(Intervals.Message message) {
    Interval interval = message.interval();
    if (interval == null) {
      reported.remove(message.worker());
      return;
    }
    reported.put(message.worker(), interval.second);
    Interval sum = merged.get(interval.second);
    if (sum == null) {
      merged.put(interval.second, interval);
    } else {
      sum.add(interval);
      intervals.recycle(interval);
    }
  }

  /** The next second that nobody will add to; null when there is none yet. */
  @Nullable Interval next() {
    Map.Entry<Integer, Interval> first = merged.firstEntry();
    if (first == null || reported.values().stream().anyMatch(s -> s < first.getKey())) {
      return null;
    }
    merged.remove(first.getKey());
    return first.getValue();
  }

  /** Whether all workers have ended; every second is then to be had from {@link #next}. */
  boolean isDone() {
    return reported.isEmpty() && merged.isEmpty();
  }
}
