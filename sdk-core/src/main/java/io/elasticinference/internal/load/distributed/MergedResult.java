package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.Latencies;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Makes one result of what all workers did. */
final class MergedResult {
  private final LoadTarget target;
  private final LoadProfile profile;
  private final List<WorkerState> workers;

  MergedResult(LoadTarget target, LoadProfile profile, List<WorkerState> workers) {
    this.target = target;
    this.profile = profile;
    this.workers = workers;
  }

  /**
   * Adds them up.
   *
   * @param startedAt when they began, by this machine's clock
   * @param wish how and why the run was ended early; empty when it was not
   * @param samples the merged seconds
   */
  EngineResult of(Instant startedAt, Optional<Ended> wish, List<LoadSample> samples) {
    Ended ended = wish.orElseGet(this::byThemselves);
    Histogram latency = Latencies.histogram();
    Histogram failedLatency = Latencies.histogram();
    Histogram sendLag = Latencies.histogram();
    Map<FailureKind, LoadFailure> failures = new EnumMap<>(FailureKind.class);
    Map<Integer, Long> statuses = new TreeMap<>();
    Duration load = Duration.ZERO;
    Duration duration = Duration.ZERO;
    for (WorkerState worker : workers) {
      latency.add(worker.latency());
      load = longer(load, worker.loadDuration());
      duration = longer(duration, worker.duration());
      worker
          .result()
          .ifPresent(
              result -> {
                failedLatency.add(result.failedLatency());
                sendLag.add(result.sendLag());
                result.failures().forEach(f -> failures.merge(f.kind(), f, MergedResult::sum));
                result.statuses().forEach((status, n) -> statuses.merge(status, n, Long::sum));
              });
    }
    List<LoadFailure> byCount = new ArrayList<>(failures.values());
    byCount.sort(Comparator.comparingLong(LoadFailure::count).reversed());
    return new EngineResult(
        target,
        profile,
        startedAt,
        load,
        duration,
        ended.outcome(),
        ended.reason(),
        totals(),
        latency,
        failedLatency,
        sendLag,
        List.copyOf(byCount),
        Collections.unmodifiableMap(statuses),
        List.copyOf(samples),
        workers.stream().map(worker -> worker.told(wish.isPresent())).toList());
  }

  /** How and why a run ended. */
  record Ended(LoadOutcome outcome, Optional<String> reason) {}

  private Ended byThemselves() {
    List<String> faults = new ArrayList<>();
    boolean stopped = true;
    for (int i = 0; i < workers.size(); i++) {
      WorkerState worker = workers.get(i);
      Optional<String> fault = worker.fault(false);
      if (fault.isPresent()) {
        faults.add("worker " + i + " of " + workers.size() + " " + fault.get());
      }
      stopped &= worker.result().filter(r -> r.outcome() == LoadOutcome.STOPPED).isPresent();
    }
    return faults.isEmpty()
        ? new Ended(LoadOutcome.COMPLETED, Optional.empty())
        : new Ended(
            stopped ? LoadOutcome.STOPPED : LoadOutcome.ABORTED,
            Optional.of(String.join("; ", faults)));
  }

  private LoadTotals totals() {
    LoadTotals sum = new LoadTotals(0, 0, 0, 0, 0, 0, 0);
    for (WorkerState worker : workers) {
      LoadTotals own = worker.totals();
      sum =
          new LoadTotals(
              sum.offered() + own.offered(),
              sum.sent() + own.sent(),
              sum.ok() + own.ok(),
              sum.failed() + own.failed(),
              sum.dropped() + own.dropped(),
              sum.abandoned() + own.abandoned(),
              sum.late() + own.late());
    }
    return sum;
  }

  private static LoadFailure sum(LoadFailure a, LoadFailure b) {
    return new LoadFailure(a.kind(), a.count() + b.count(), a.example());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
