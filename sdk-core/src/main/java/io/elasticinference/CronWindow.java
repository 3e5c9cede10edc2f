package io.elasticinference;

import java.time.Duration;

/**
 * A recurring time in which a service has more replicas than its minimum, ahead of a known peak.
 *
 * @param start when it opens, as cron writes it: minute, hour, {@code *}, {@code *}, day of week
 * @param length how long it stays open, on the clock's face: whole minutes, at most a week
 * @param minReplicas the fewest replicas while it is open
 */
public record CronWindow(String start, Duration length, int minReplicas) {

  @Override
  public String toString() {
    return "cron(\"" + start + "\", " + length.toMinutes() + " min, " + minReplicas + ")";
  }
}
