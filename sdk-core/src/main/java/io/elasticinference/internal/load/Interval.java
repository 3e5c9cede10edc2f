package io.elasticinference.internal.load;

import org.HdrHistogram.Histogram;

/** One second of one worker, or of all when they are added up. */
final class Interval {
  final Histogram latency = Latencies.histogram();
  int second;
  long offered;
  long sent;
  long ok;
  long failed;
  long dropped;
  long late;
  long inFlight;

  Interval begin(int newSecond) {
    second = newSecond;
    offered = 0;
    sent = 0;
    ok = 0;
    failed = 0;
    dropped = 0;
    late = 0;
    inFlight = 0;
    latency.reset();
    return this;
  }

  /** Whether nothing happened in it and nothing is left of it. */
  boolean isEmpty() {
    return offered + sent + ok + failed + dropped + inFlight == 0;
  }

  void add(Interval other) {
    offered += other.offered;
    sent += other.sent;
    ok += other.ok;
    failed += other.failed;
    dropped += other.dropped;
    late += other.late;
    inFlight += other.inFlight;
    latency.add(other.latency);
  }
}
