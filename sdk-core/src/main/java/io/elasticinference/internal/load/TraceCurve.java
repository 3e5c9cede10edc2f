package io.elasticinference.internal.load;

import io.elasticinference.load.ReplayPhase;
import io.elasticinference.scaling.TrafficTrace;

/**
 * The count of a trace's requests. A whole count is at the time of that very request, what lies
 * between two is spread evenly.
 */
final class TraceCurve implements RateCurve {
  private final TrafficTrace trace;
  private final double speed;
  private final double factor;

  TraceCurve(ReplayPhase replay) {
    this.trace = replay.trace();
    this.speed = replay.speed();
    this.factor = replay.factor();
  }

  @Override
  public double total() {
    return trace.requests() * factor;
  }

  @Override
  public double timeOf(double count) {
    double request = count / factor;
    int before = (int) Math.min(request, trace.requests() - 1);
    long at = trace.arrivalNanos(before);
    long next =
        before + 1 < trace.requests() ? trace.arrivalNanos(before + 1) : trace.duration().toNanos();
    return (at + (request - before) * (next - at)) / 1e9 / speed;
  }
}
