package io.elasticinference.internal.load;

import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Gathers the result while the run goes on. */
final class ResultBuilder {
  private final LoadTarget target;
  private final LoadProfile profile;
  private final List<LoadSample> samples = new ArrayList<>();
  private final Histogram latency = Latencies.histogram();
  private final Books books = new Books();
  private Instant startedAt = Instant.now();
  private long end;
  private long offered;
  private long sent;
  private long ok;
  private long failed;
  private long dropped;
  private long late;

  ResultBuilder(LoadTarget target, LoadProfile profile) {
    this.target = target;
    this.profile = profile;
  }

  /** The first second begins now. */
  void begin() {
    startedAt = Instant.now();
  }

  /** The seconds so far; grows. */
  List<LoadSample> samples() {
    return samples;
  }

  LoadSample add(Interval second) {
    offered += second.offered;
    sent += second.sent;
    ok += second.ok;
    failed += second.failed;
    dropped += second.dropped;
    late += second.late;
    latency.add(second.latency);
    LoadSample sample =
        new LoadSample(
            second.second,
            startedAt.plusSeconds(second.second),
            second.offered,
            second.sent,
            second.ok,
            second.failed,
            second.dropped,
            second.late,
            second.inFlight,
            Latencies.percentile(second.latency, 50),
            Latencies.percentile(second.latency, 90),
            Latencies.percentile(second.latency, 99),
            Latencies.percentile(second.latency, 100));
    samples.add(sample);
    return sample;
  }

  /** Adds a worker that has ended. */
  void add(Sender worker) {
    books.add(worker.books());
    end = Math.max(end, worker.end());
  }

  EngineResult build(LoadOutcome outcome, Optional<String> reason) {
    Duration duration = Duration.ofNanos(end);
    Duration load = profile.duration().compareTo(duration) < 0 ? profile.duration() : duration;
    return new EngineResult(
        target,
        profile,
        startedAt,
        outcome == LoadOutcome.COMPLETED && !profile.closedLoop() ? profile.duration() : load,
        duration,
        outcome,
        reason,
        new LoadTotals(offered, sent, ok, failed, dropped, books.abandoned, late),
        latency,
        books.failedLatency,
        books.sendLag,
        books.failures(),
        books.statuses(),
        List.copyOf(samples),
        List.of());
  }
}
