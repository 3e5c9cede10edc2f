package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;

/**
 * Even steps from one rate to another, each as long as the others.
 *
 * @param from requests per second of the first step, at least 0
 * @param to requests per second of the last step, at least 0; not both may be 0
 * @param count how many steps, 2 to 1,000
 * @param duration how long all take together; above zero, at most {@link LoadPhase#LONGEST}
 */
public record StepsPhase(double from, double to, int count, Duration duration)
    implements LoadPhase {
  public StepsPhase {
    Check.rate(from, "from", 0);
    Check.rate(to, "to", 0);
    Check.argument(Math.max(from, to) >= 0.001, "to", to, "steps with an end above 0.001");
    Check.argument(count >= 2 && count <= 1000, "count", count, "2 to 1000 steps");
    Check.duration(duration, "duration", LONGEST);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    return new StepsPhase(from, to, count, other);
  }

  @Override
  public LoadPhase faster(double factor) {
    return new StepsPhase(from * factor, to * factor, count, Phases.shorter(duration, factor));
  }

  @Override
  public LoadPhase times(double factor) {
    return new StepsPhase(from * factor, to * factor, count, duration);
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
    return count
        + " steps from "
        + Phases.number(from)
        + " to "
        + Phases.number(to)
        + "/s in "
        + Phases.text(duration);
  }
}
