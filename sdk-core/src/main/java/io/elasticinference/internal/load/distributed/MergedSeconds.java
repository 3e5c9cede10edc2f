package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.Latencies;
import io.elasticinference.load.LoadSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The workers' seconds on one time axis: counts are added, and so are histograms, so that a
 * second's percentiles are those of all its requests.
 */
final class MergedSeconds {
  private final TreeMap<Integer, WorkerLine.Second> open = new TreeMap<>();
  private final List<LoadSample> closed = new ArrayList<>();

  /** Adds a worker's second where it belongs. */
  void add(int second, WorkerLine.Second worker) {
    if (second >= closed.size()) {
      open.merge(second, worker, MergedSeconds::sum);
    } else {
      // The second was told already, with a worker missing; its counts at least become right.
      closed.set(second, plus(closed.get(second), worker));
    }
  }

  /** The highest second that anybody has told of; -1 for none. */
  int last() {
    return open.isEmpty() ? closed.size() - 1 : open.lastKey();
  }

  /** How many seconds are closed. */
  int size() {
    return closed.size();
  }

  /** Closes the next second, to which nobody will add. */
  LoadSample close(Instant begin) {
    int second = closed.size();
    WorkerLine.Second sum = open.remove(second);
    if (sum == null) {
      sum = new WorkerLine.Second(second, 0, 0, 0, 0, 0, 0, 0, Latencies.histogram());
    }
    LoadSample sample =
        new LoadSample(
            second,
            begin.plusSeconds(second),
            sum.offered(),
            sum.sent(),
            sum.ok(),
            sum.failed(),
            sum.dropped(),
            sum.late(),
            sum.inFlight(),
            Latencies.percentile(sum.latency(), 50),
            Latencies.percentile(sum.latency(), 90),
            Latencies.percentile(sum.latency(), 99),
            Latencies.percentile(sum.latency(), 100));
    closed.add(sample);
    return sample;
  }

  /** The seconds that are closed; grows. */
  List<LoadSample> samples() {
    return Collections.unmodifiableList(closed);
  }

  private static WorkerLine.Second sum(WorkerLine.Second a, WorkerLine.Second b) {
    Histogram latency = a.latency().copy();
    latency.add(b.latency());
    return new WorkerLine.Second(
        a.second(),
        a.offered() + b.offered(),
        a.sent() + b.sent(),
        a.ok() + b.ok(),
        a.failed() + b.failed(),
        a.dropped() + b.dropped(),
        a.late() + b.late(),
        a.inFlight() + b.inFlight(),
        latency);
  }

  private static LoadSample plus(LoadSample a, WorkerLine.Second b) {
    return new LoadSample(
        a.second(),
        a.time(),
        a.offered() + b.offered(),
        a.sent() + b.sent(),
        a.ok() + b.ok(),
        a.failed() + b.failed(),
        a.dropped() + b.dropped(),
        a.late() + b.late(),
        a.inFlight() + b.inFlight(),
        a.p50(),
        a.p90(),
        a.p99(),
        a.max());
  }
}
