package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.scaling.TrafficTrace;
import java.time.Duration;

/**
 * The requests of a trace, at the trace's own times. In a longer duration than the trace's it is
 * played over and over, in a shorter one it is cut.
 *
 * @param trace when requests came, as it shall be played
 * @param speed how many times as fast as the trace it is played, above 0
 * @param factor how many requests are sent for each of the trace's, above 0; where it is not 1,
 *     times between the trace's are made evenly
 */
public record ReplayPhase(TrafficTrace trace, double speed, double factor) implements LoadPhase {
  public ReplayPhase {
    Check.argument(trace.requests() > 0, "trace", trace, "at least one request");
    Check.argument(speed > 0 && speed <= 1e6, "speed", speed, "above 0, at most 1000000");
    Check.argument(factor > 0 && factor <= 1e6, "factor", factor, "above 0, at most 1000000");
    Check.duration(Phases.shorter(trace.duration(), speed), "duration", LONGEST);
  }

  @Override
  public Duration duration() {
    return Phases.shorter(trace.duration(), speed);
  }

  @Override
  public LoadPhase lasting(Duration other) {
    Check.duration(other, "duration", LONGEST);
    return new ReplayPhase(trace.repeatedFor(Phases.shorter(other, 1 / speed)), speed, factor);
  }

  @Override
  public LoadPhase faster(double times) {
    return new ReplayPhase(trace, speed * times, factor);
  }

  @Override
  public LoadPhase times(double times) {
    return new ReplayPhase(trace, speed, factor * times);
  }

  /** Counted in whole seconds of the replay. */
  @Override
  public double peakRate() {
    Duration second = Phases.shorter(Duration.ofSeconds(1), 1 / speed);
    Duration window = second.compareTo(trace.duration()) < 0 ? second : trace.duration();
    return trace.peakRate(window) * speed * factor;
  }

  @Override
  public double expectedRequests() {
    return trace.requests() * factor;
  }

  @Override
  public String toString() {
    return "replay of "
        + trace.requests()
        + " requests in "
        + Phases.text(duration())
        + (speed == 1 ? "" : ", " + Phases.number(speed) + " times as fast")
        + (factor == 1 ? "" : ", " + Phases.number(factor) + " times as many");
  }
}
