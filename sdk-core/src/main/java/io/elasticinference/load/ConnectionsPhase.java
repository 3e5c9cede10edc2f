package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * A closed loop: so many connections, each of which sends its next request when it has the reply to
 * the last. Useful to find a server's limit; it cannot show what a stall costs, since a stalled
 * server is asked less.
 *
 * @param count connections, 1 to 10,000
 * @param duration how long; above zero, at most {@link LoadPhase#LONGEST}
 */
public record ConnectionsPhase(int count, Duration duration) implements LoadPhase {
  public ConnectionsPhase {
    Check.argument(count >= 1 && count <= 10_000, "connections", count, "1 to 10000");
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new ConnectionsPhase(count, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    throw noRate(factor);
  }

  @Override
  public LoadPhase times(double factor) {
    throw noRate(factor);
  }

  private IllegalArgumentException noRate(double factor) {
    return new IllegalArgumentException(
        "factor: " + factor + " for " + this + " (expected: an open loop, which has a rate)");
  }

  @Override
  public double peakRate() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public double expectedRequests() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public String toString() {
    return count + " connections for " + Phases.text(duration);
  }
}
