package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * A rate that changes evenly from one value to another.
 *
 * @param from requests per second at the begin, at least 0
 * @param to requests per second at the end, at least 0; not both may be 0
 * @param duration how long; above zero, at most {@link LoadPhase#LONGEST}
 */
public record RampPhase(double from, double to, Duration duration) implements LoadPhase {
  public RampPhase {
    Check.rate(from, "from", 0);
    Check.rate(to, "to", 0);
    Check.argument(Math.max(from, to) >= 0.001, "to", to, "a ramp with an end above 0.001");
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new RampPhase(from, to, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    return new RampPhase(from * factor, to * factor, Phases.shorter(duration, factor));
  }

  @Override
  public LoadPhase times(double factor) {
    return new RampPhase(from * factor, to * factor, duration);
  }

  @Override
  public double peakRate() {
    return Math.max(from, to);
  }

  @Override
  public double expectedRequests() {
    return (from + to) / 2 * Phases.seconds(duration);
  }

  @Override
  public String toString() {
    return "ramp "
        + Phases.number(from)
        + " to "
        + Phases.number(to)
        + "/s in "
        + Phases.text(duration);
  }
}
