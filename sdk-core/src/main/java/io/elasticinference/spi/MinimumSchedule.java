package io.elasticinference.spi;

import java.time.ZoneId;
import java.util.List;

/**
 * When the fewest replicas of a service change, week by week.
 *
 * @param zone whose clock counts
 * @param image what a cluster runs to change them: kubectl
 * @param switches each change, at least two; none where it is always the same
 * @param shortestGapSeconds the shortest time between two of them: a change that comes so late is
 *     overtaken
 */
public record MinimumSchedule(
    ZoneId zone, String image, List<Switch> switches, long shortestGapSeconds) {

  /**
   * A moment at which the fewest replicas change.
   *
   * @param cron when, as cron writes it
   * @param minReplicas the fewest replicas from then on
   */
  public record Switch(String cron, int minReplicas) {}

  public MinimumSchedule {
    switches = List.copyOf(switches);
  }
}
