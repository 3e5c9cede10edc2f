package io.elasticinference.internal.load;

import io.elasticinference.load.LoadPhase;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The intended send times of an open loop, in order. The same phases and seed give the same times
 * on every machine: {@link Random} and {@link StrictMath} are specified to the bit. The threads of
 * one generator share its schedule by taking every n-th arrival of it.
 *
 * <p>Several generators divide an even schedule in the same way. Of random arrivals each draws its
 * own, with its own seed, at an n-th of the rate: independent Poisson processes add up to one whose
 * rate is the sum of theirs (Kingman, Poisson Processes, superposition theorem), so all together
 * are what one generator would send, in law; and each of them is a Poisson process by itself, also
 * when another is lost, which every n-th arrival of one schedule would not be.
 */
final class ArrivalSchedule {
  static final long END = Long.MAX_VALUE;

  /** Keeps the end of a phase out of it, whatever the rounding of a product like 0.1 times 30. */
  private static final double ROUNDING = 1e-9;

  private final List<LoadPhase> phases;
  private final @Nullable Random random;
  private final int shards;

  /** How many requests of the whole one of this generator's random arrivals stands for. */
  private final int apart;

  private int phase;
  private RateCurve curve;
  private long phaseStartNanos;
  private double countBefore;
  private double count;
  private long skip;

  /**
   * One thread's send times.
   *
   * @param phases what all generators send together
   * @param seed of random arrivals, if they are
   * @param generator which generator this is
   * @param thread which of its threads
   */
  ArrivalSchedule(List<LoadPhase> phases, OptionalLong seed, Share generator, Share thread) {
    this.phases = phases;
    boolean chance = seed.isPresent();
    this.random = chance ? new Random(generator.seed(seed.getAsLong())) : null;
    this.apart = chance ? generator.of() : 1;
    Share taken = chance ? thread : generator.within(thread);
    this.shards = taken.of();
    this.skip = taken.index();
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
    return random == null ? 1 : -StrictMath.log(1 - random.nextDouble()) * apart;
  }
}
