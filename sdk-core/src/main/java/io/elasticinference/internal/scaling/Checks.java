package io.elasticinference.internal.scaling;

import java.time.Duration;

/** Argument checks with one form of message: {@code name: value (expected: …)}. */
public final class Checks {

  private Checks() {}

  /** Throws unless the condition holds. */
  public static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** Throws unless the duration is a whole number of seconds within the bounds, both included. */
  public static void wholeSeconds(String name, Duration value, long min, long max) {
    check(
        value.getNano() == 0 && value.getSeconds() >= min && value.getSeconds() <= max,
        name,
        value,
        "whole seconds, " + min + " s to " + max + " s");
  }

  /** Throws unless the duration is zero or more, and short enough to be counted in nanoseconds. */
  public static Duration notNegative(String name, Duration value) {
    check(!value.isNegative() && value.compareTo(MAX) <= 0, name, value, "0 s to " + MAX);
    return value;
  }

  /** Throws unless the duration is above zero, and short enough to be counted in nanoseconds. */
  public static Duration positive(String name, Duration value) {
    notNegative(name, value);
    check(!value.isZero(), name, value, "> 0 s");
    return value;
  }

  /** A hundred years: sums of a few such spans still fit into 64 bits of nanoseconds. */
  private static final Duration MAX = Duration.ofDays(36_500);
}
