package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * A rate that swings evenly between two values, as over the hours of a day. Begins at the lower.
 *
 * @param low lowest requests per second, at least 0
 * @param high highest requests per second, at least 0.001 and at least {@code low}
 * @param period from one low to the next; above zero, at most {@link LoadPhase#LONGEST}
 * @param duration how long; above zero, at most {@link LoadPhase#LONGEST}
 */
public record SinePhase(double low, double high, Duration period, Duration duration)
    implements LoadPhase {
  public SinePhase {
    Check.rate(low, "low", 0);
    Check.rate(high, "high", Math.max(low, 0.001));
    Check.duration(period, "period", LONGEST);
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new SinePhase(low, high, period, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    return new SinePhase(
        low * factor,
        high * factor,
        Phases.shorter(period, factor),
        Phases.shorter(duration, factor));
  }

  @Override
  public LoadPhase times(double factor) {
    return new SinePhase(low * factor, high * factor, period, duration);
  }

  @Override
  public double peakRate() {
    return high;
  }

  @Override
  public double expectedRequests() {
    double turn = 2 * Math.PI / Phases.seconds(period);
    return (low + high) / 2 * Phases.seconds(duration)
        - (high - low) / 2 * Math.sin(turn * Phases.seconds(duration)) / turn;
  }

  @Override
  public String toString() {
    return "sine "
        + Phases.number(low)
        + " to "
        + Phases.number(high)
        + "/s every "
        + Phases.text(period)
        + " for "
        + Phases.text(duration);
  }
}
