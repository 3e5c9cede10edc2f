package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * A rate that jumps up for the middle fifth of the time, and back.
 *
 * @param base requests per second before and after, at least 0
 * @param peak requests per second in the middle fifth, at least 0.001 and at least {@code base}
 * @param duration how long; above zero, at most {@link LoadPhase#LONGEST}
 */
public record SpikePhase(double base, double peak, Duration duration) implements LoadPhase {
  /** The share of the time that the peak takes. */
  public static final double PEAK_SHARE = 0.2;

  public SpikePhase {
    Check.rate(base, "base", 0);
    Check.rate(peak, "peak", Math.max(base, 0.001));
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new SpikePhase(base, peak, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    return new SpikePhase(base * factor, peak * factor, Phases.shorter(duration, factor));
  }

  @Override
  public LoadPhase times(double factor) {
    return new SpikePhase(base * factor, peak * factor, duration);
  }

  @Override
  public double peakRate() {
    return peak;
  }

  @Override
  public double expectedRequests() {
    return (base * (1 - PEAK_SHARE) + peak * PEAK_SHARE) * Phases.seconds(duration);
  }

  @Override
  public String toString() {
    return "spike of "
        + Phases.number(peak)
        + "/s on "
        + Phases.number(base)
        + "/s in "
        + Phases.text(duration);
  }
}
