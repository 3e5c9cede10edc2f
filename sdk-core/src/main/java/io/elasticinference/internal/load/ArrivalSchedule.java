package io.elasticinference.internal.load;

import io.elasticinference.load.LoadPhase;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The intended send times of an open loop, in order. The same phases and seed give the same times
 * on every machine: {@link Random} and {@link StrictMath} are specified to the bit. Several workers
 * share one schedule by taking every n-th arrival of it.
 */
final class ArrivalSchedule {
  static final long END = Long.MAX_VALUE;

  /** Keeps the end of a phase out of it, whatever the rounding of a product like 0.1 times 30. */
  private static final double ROUNDING = 1e-9;

  private final List<LoadPhase> phases;
  private final @Nullable Random random;
  private final int shards;

  private int phase;
  private RateCurve curve;
  private long phaseStartNanos;
  private double countBefore;
  private double count;
  private long skip;

  ArrivalSchedule(List<LoadPhase> phases, OptionalLong seed, Share share) {
    this.phases = phases;
    this.random = seed.isPresent() ? new Random(seed.getAsLong()) : null;
    this.shards = share.of();
    this.skip = share.index();
    this.curve = RateCurve.of(phases.get(0));
    this.count = random == null ? 0 : step();
  }

  /** The next intended time in nanoseconds after the start, or {@link #END}. */
  long next() {
    for (; skip > 0; skip--) {
      count += step();
    }
    while (count - countBefore >= curve.total() - ROUNDING) {
      if (phase == phases.size() - 1) {
        return END;
      }
      countBefore += curve.total();
      phaseStartNanos += phases.get(phase).duration().toNanos();
      curve = RateCurve.of(phases.get(++phase));
    }
    // The same rounding may put the first arrival of a phase a little before its begin.
    double inPhase = Math.max(0, count - countBefore);
    long time = phaseStartNanos + Math.round(curve.timeOf(inPhase) * 1e9);
    count += step();
    skip = shards - 1L;
    return time;
  }

  private double step() {
    return random == null ? 1 : -StrictMath.log(1 - random.nextDouble());
  }
}
