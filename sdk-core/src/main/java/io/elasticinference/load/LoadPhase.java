package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * One stretch of a {@link LoadProfile}: how much load, for how long. Arguments out of range are
 * refused with an IllegalArgumentException.
 */
public sealed interface LoadPhase {
  /** The longest that one phase may last. */
  Duration LONGEST = Duration.ofDays(7);

  /**
   * How long the phase lasts.
   *
   * @return above zero
   */
  Duration duration();

  /**
   * The same phase, stretched or cut to another length.
   *
   * @param duration above zero, at most {@link #LONGEST}
   * @return a new phase
   */
  LoadPhase lasting(Duration duration);

  /**
   * The highest rate that the phase asks for.
   *
   * @return requests per second; infinite for a closed loop, whose rate the server decides
   */
  double peakRate();

  /**
   * How many requests the phase asks for.
   *
   * @return the number on average; infinite for a closed loop
   */
  double expectedRequests();

  /**
   * The same rate from begin to end.
   *
   * @param requestsPerSecond at least 0.001
   * @param duration how long; above zero, at most {@link #LONGEST}
   */
  record Constant(double requestsPerSecond, Duration duration) implements LoadPhase {
    public Constant {
      Check.rate(requestsPerSecond, "requestsPerSecond", 0.001);
      Check.duration(duration, "duration", LONGEST);
    }

    @Override
    public LoadPhase lasting(Duration other) {
      return new Constant(requestsPerSecond, other);
    }

    @Override
    public double peakRate() {
      return requestsPerSecond;
    }

    @Override
    public double expectedRequests() {
      return requestsPerSecond * seconds(duration);
    }

    @Override
    public String toString() {
      return "constant " + number(requestsPerSecond) + "/s for " + text(duration);
    }
  }

  /**
   * A rate that changes evenly from one value to another.
   *
   * @param from requests per second at the begin, at least 0
   * @param to requests per second at the end, at least 0; not both may be 0
   * @param duration how long; above zero, at most {@link #LONGEST}
   */
  record Ramp(double from, double to, Duration duration) implements LoadPhase {
    public Ramp {
      Check.rate(from, "from", 0);
      Check.rate(to, "to", 0);
      Check.argument(Math.max(from, to) >= 0.001, "to", to, "a ramp with an end above 0.001");
      Check.duration(duration, "duration", LONGEST);
    }

    @Override
    public LoadPhase lasting(Duration other) {
      return new Ramp(from, to, other);
    }

    @Override
    public double peakRate() {
      return Math.max(from, to);
    }

    @Override
    public double expectedRequests() {
      return (from + to) / 2 * seconds(duration);
    }

    @Override
    public String toString() {
      return "ramp " + number(from) + " to " + number(to) + "/s in " + text(duration);
    }
  }

  /**
   * A closed loop: so many connections, each of which sends its next request when it has the reply
   * to the last. Useful to find a server's limit; it cannot show what a stall costs, since a
   * stalled server is asked less.
   *
   * @param count connections, 1 to 10,000
   * @param duration how long; above zero, at most {@link #LONGEST}
   */
  record Connections(int count, Duration duration) implements LoadPhase {
    public Connections {
      Check.argument(count >= 1 && count <= 10_000, "connections", count, "1 to 10000");
      Check.duration(duration, "duration", LONGEST);
    }

    @Override
    public LoadPhase lasting(Duration other) {
      return new Connections(count, other);
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
      return count + " connections for " + text(duration);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
