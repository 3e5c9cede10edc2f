package io.elasticinference.internal.load;

import io.elasticinference.load.ConstantPhase;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.RampPhase;
import io.elasticinference.load.ReplayPhase;
import io.elasticinference.load.SinePhase;
import io.elasticinference.load.SpikePhase;
import io.elasticinference.load.StepsPhase;

/**
 * The number of requests that a phase has asked for by a time, and the other way round. Arrivals
 * that are even, or Poisson with rate 1, on the axis of counts become arrivals of the phase's rate
 * on the axis of time (inversion of the integrated rate; Cinlar, Introduction to Stochastic
 * Processes, 1975).
 */
interface RateCurve {
  /** How many requests the phase asks for. */
  double total();

  /** The second at which so many have been asked for; {@code count} from 0 to {@link #total}. */
  double timeOf(double count);

  static RateCurve of(LoadPhase phase) {
    double seconds = phase.duration().toNanos() / 1e9;
    if (phase instanceof ConstantPhase constant) {
      return new Line(constant.requestsPerSecond(), constant.requestsPerSecond(), seconds);
    }
    if (phase instanceof RampPhase ramp) {
      return new Line(ramp.from(), ramp.to(), seconds);
    }
    if (phase instanceof StepsPhase steps) {
      return StepCurve.of(steps);
    }
    if (phase instanceof SpikePhase spike) {
      return StepCurve.of(spike);
    }
    if (phase instanceof SinePhase sine) {
      return new SineCurve(sine);
    }
    if (phase instanceof ReplayPhase replay) {
      return new TraceCurve(replay);
    }
    throw new IllegalArgumentException("phase: " + phase + " (expected: an open loop)");
  }

  /** A rate that goes in a straight line: the count is {@code from t + slope t^2 / 2}. */
  record Line(double from, double to, double seconds) implements RateCurve {
    @Override
    public double total() {
      return (from + to) / 2 * seconds;
    }

    @Override
    public double timeOf(double count) {
      if (count <= 0) {
        return 0;
      }
      // The form of the quadratic's root that stays exact when the slope is near zero.
      double slope = (to - from) / seconds;
      return 2 * count / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * count)));
    }
  }
}
