package io.elasticinference.internal.metrics;

import java.time.Duration;
import java.time.Instant;

/** Steps of time that begin at multiples of their length since 1970. */
final class Steps {

  private Steps() {}

  /** The begin of the step that a moment lies in. */
  static Instant floor(Instant moment, Duration step) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  /** The begin of the first step that is not before a moment. */
  static Instant ceiling(Instant moment, Duration step) {
    Instant floor = floor(moment, step);
    return floor.equals(moment) ? floor : floor.plus(step);
  }
}
