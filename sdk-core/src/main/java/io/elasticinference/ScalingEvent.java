package io.elasticinference;

import java.time.Instant;

/**
 * Something that the cluster wrote down about a service's autoscaler. Clusters keep such events for
 * an hour, and count equal ones.
 *
 * @param at when it happened last
 * @param reason the controller's own token, for example {@code SuccessfulRescale}
 * @param message the controller's sentence
 * @param warning whether something was wrong
 * @param count how often it happened
 */
public record ScalingEvent(Instant at, String reason, String message, boolean warning, int count) {

  /**
   * The event in one line.
   *
   * @return time, reason and message
   */
  @Override
  public String toString() {
    return at + " " + reason + ": " + message + (count > 1 ? " (" + count + " times)" : "");
  }
}
