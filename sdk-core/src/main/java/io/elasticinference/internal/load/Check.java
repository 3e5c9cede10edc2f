package io.elasticinference.internal.load;

import java.time.Duration;

/** Checks of arguments; the messages read {@code name: value (expected: ...)}. */
public final class Check {
  private Check() {}

  /**
   * Refuses an argument unless the condition holds.
   *
   * @param holds the condition
   * @param name the argument's name
   * @param value the argument as given
   * @param expected what would have been accepted
   * @throws IllegalArgumentException when the condition does not hold
   */
  public static void argument(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  /**
   * Refuses a duration that is not above zero or is longer than the given limit.
   *
   * @param value the duration
   * @param name the argument's name
   * @param limit the longest that is accepted
   * @return the duration
   */
  public static Duration duration(Duration value, String name, Duration limit) {
    argument(
        value.compareTo(Duration.ZERO) > 0 && value.compareTo(limit) <= 0,
        name,
        value,
        "above zero and at most " + limit);
    return value;
  }

  /**
   * Refuses a rate that is not a number a schedule can be made of.
   *
   * @param value requests per second
   * @param name the argument's name
   * @param lowest the lowest that is accepted
   * @return the rate
   */
  public static double rate(double value, String name, double lowest) {
    argument(
        value >= lowest && value <= 1_000_000,
        name,
        value,
        "requests per second, " + lowest + " to 1000000");
    return value;
  }
}
