package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * The same rate from begin to end.
 *
 * @param requestsPerSecond at least 0.001
 * @param duration how long; above zero, at most {@link LoadPhase#LONGEST}
 */
public record ConstantPhase(double requestsPerSecond, Duration duration) implements LoadPhase {
  public ConstantPhase {
    Check.rate(requestsPerSecond, "requestsPerSecond", 0.001);
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new ConstantPhase(requestsPerSecond, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    return new ConstantPhase(requestsPerSecond * factor, Phases.shorter(duration, factor));
  }

  @Override
  public LoadPhase times(double factor) {
    return new ConstantPhase(requestsPerSecond * factor, duration);
  }

  @Override
  public double peakRate() {
    return requestsPerSecond;
  }

  @Override
  public double expectedRequests() {
    return requestsPerSecond * Phases.seconds(duration);
  }

  @Override
  public String toString() {
    return "constant " + Phases.number(requestsPerSecond) + "/s for " + Phases.text(duration);
  }
}
