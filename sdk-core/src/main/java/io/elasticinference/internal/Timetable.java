package io.elasticinference.internal;

import io.elasticinference.Autoscale;
import io.elasticinference.CronWindow;
import io.elasticinference.spi.MinimumSchedule;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fewest replicas at each minute of a week: the largest of all windows that are open then.
 * Worked out beforehand, so that each change is one number at one moment, and whoever makes it need
 * not know of the others.
 */
final class Timetable {

  private static final int DAYS = 7;

  private final Autoscale autoscale;
  private final int[] minimum = new int[CronStart.MINUTES_A_WEEK];

  /** Makes the table of an autoscale whose windows are valid. */
  Timetable(Autoscale autoscale) {
    this.autoscale = autoscale;
    Arrays.fill(minimum, autoscale.minReplicas());
    autoscale.windows().forEach(this::open);
  }

  private void open(CronWindow window) {
    long length = Math.min(window.length().toMinutes(), minimum.length);
    CronStart.minutes(window.start()).stream()
        .forEach(
            start -> {
              for (int i = 0; i < length; i++) {
                int at = (start + i) % minimum.length;
                minimum[at] = Math.max(minimum[at], window.minReplicas());
              }
            });
  }

  /** The fewest replicas at a moment. */
  int minReplicas(Instant at) {
    ZonedDateTime local = at.atZone(autoscale.timeZone());
    int day = local.getDayOfWeek().getValue() % DAYS;
    return minimum[day * CronStart.MINUTES_A_DAY + local.getHour() * 60 + local.getMinute()];
  }

  /** When it changes; empty where it never does. */
  Optional<MinimumSchedule> schedule() {
    List<Integer> changes = new ArrayList<>();
    for (int at = 0; at < minimum.length; at++) {
      if (minimum[at] != minimum[(at + minimum.length - 1) % minimum.length]) {
        changes.add(at);
      }
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MinimumSchedule(
            autoscale.timeZone(), autoscale.cronImage(), switches(changes), shortestGap(changes)));
  }

  /** Changes at the same time of several days to the same number are one switch. */
  private List<MinimumSchedule.Switch> switches(List<Integer> changes) {
    Map<Integer, Map<Integer, List<Integer>>> byTime = new TreeMap<>();
    for (int at : changes) {
      byTime
          .computeIfAbsent(at % CronStart.MINUTES_A_DAY, time -> new TreeMap<>())
          .computeIfAbsent(minimum[at], replicas -> new ArrayList<>())
          .add(at / CronStart.MINUTES_A_DAY);
    }
    List<MinimumSchedule.Switch> switches = new ArrayList<>();
    byTime.forEach(
        (time, byReplicas) ->
            byReplicas.forEach(
                (replicas, days) ->
                    switches.add(new MinimumSchedule.Switch(cron(time, days), replicas))));
    return switches;
  }

  private static String cron(int time, List<Integer> days) {
    String on =
        days.size() == DAYS
            ? "*"
            : days.stream().map(String::valueOf).collect(Collectors.joining(","));
    return time % 60 + " " + time / 60 + " * * " + on;
  }

  private long shortestGap(List<Integer> changes) {
    int shortest = minimum.length;
    for (int i = 0; i < changes.size(); i++) {
      int next = i + 1 < changes.size() ? changes.get(i + 1) : changes.get(0) + minimum.length;
      shortest = Math.min(shortest, next - changes.get(i));
    }
    return shortest * 60L;
  }
}
