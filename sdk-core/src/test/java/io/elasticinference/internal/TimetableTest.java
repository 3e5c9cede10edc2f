package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.Autoscale;
import io.elasticinference.CronWindow;
import io.elasticinference.spi.MinimumSchedule;
import io.elasticinference.spi.MinimumSchedule.Switch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetableTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Autoscale BASE = Autoscale.qps(10).replicas(1, 20).timeZone(SHANGHAI);

  private static List<Switch> switches(Autoscale autoscale) {
    return new Timetable(autoscale).schedule().orElseThrow().switches();
  }

  @Test
  void schedule_opensAndCloses_onEachDay() {
    assertThat(switches(BASE.cron("30 8 * * 1-5", Duration.ofHours(2), 6)))
        .containsExactly(new Switch("30 8 * * 1,2,3,4,5", 6), new Switch("30 10 * * 1,2,3,4,5", 1));
    assertThat(switches(BASE.cron("0 20 * * *", Duration.ofHours(5), 6)))
        .containsExactly(new Switch("0 1 * * *", 1), new Switch("0 20 * * *", 6));
  }

  @Test
  void schedule_takesTheLargestMinimum_whereWindowsOverlap() {
    Autoscale overlapping =
        BASE.cron("0 8 * * *", Duration.ofHours(10), 3).cron("0 12 * * *", Duration.ofHours(2), 9);
    assertThat(switches(overlapping))
        .containsExactly(
            new Switch("0 8 * * *", 3),
            new Switch("0 12 * * *", 9),
            new Switch("0 14 * * *", 3),
            new Switch("0 18 * * *", 1));
  }

  @Test
  void schedule_isNone_whenNothingEverChanges() {
    assertThat(new Timetable(BASE).schedule()).isEmpty();
    assertThat(new Timetable(BASE.cron("0 0 * * *", Duration.ofDays(1), 4)).schedule()).isEmpty();
    assertThat(
            new Timetable(BASE.cron("0 0 * * *", Duration.ofDays(1), 4)).minReplicas(Instant.EPOCH))
        .isEqualTo(4);
  }

  @Test
  void schedule_knowsTheShortestGap_soThatNoSwitchIsOvertaken() {
    assertThat(
            new Timetable(BASE.cron("0 23 * * 6", Duration.ofMinutes(90), 2))
                .schedule()
                .map(MinimumSchedule::shortestGapSeconds))
        .contains(5400L);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T08:29:59, 1", // a Monday
    "2026-11-23T08:30:00, 6",
    "2026-11-23T10:29:59, 6",
    "2026-11-23T10:30:00, 1",
    "2026-11-22T09:00:00, 1", // a Sunday
  })
  void minReplicas_followsTheClockOfTheZone(LocalDateTime local, int expected) {
    Timetable table = new Timetable(BASE.cron("30 8 * * MON-FRI", Duration.ofHours(2), 6));
    assertThat(table.minReplicas(local.atZone(SHANGHAI).toInstant())).isEqualTo(expected);
  }

  @Test
  void minReplicas_countsOnTheClocksFace_whereSummerTimeBegins() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Timetable table =
        new Timetable(BASE.timeZone(berlin).cron("0 1 * * 0", Duration.ofHours(2), 6));
    assertThat(table.minReplicas(Instant.parse("2026-03-29T00:30:00Z"))).isEqualTo(6);
    assertThat(table.minReplicas(Instant.parse("2026-03-29T01:00:00Z"))).isEqualTo(1);
  }

  /** Whoever follows the switches alone is at each minute of the week where the windows say. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void switches_leadThroughTheWeek_asTheWindowsSay(long seed) {
    Random random = new Random(seed);
    Autoscale autoscale = BASE.timeZone(ZoneId.of("UTC"));
    for (int i = 0; i < 4; i++) {
      String start =
          "%d %d * * %d,%d"
              .formatted(
                  random.nextInt(60), random.nextInt(24), random.nextInt(7), random.nextInt(8));
      int minutes = 1 + random.nextInt(1500);
      autoscale = autoscale.cron(start, Duration.ofMinutes(minutes), 2 + random.nextInt(15));
    }
    Timetable table = new Timetable(autoscale);
    Map<Integer, Integer> at = new TreeMap<>();
    for (Switch change : switches(autoscale)) {
      CronStart.minutes(change.cron()).stream()
          .forEach(minute -> assertThat(at.put(minute, change.minReplicas())).isNull());
    }
    int followed = List.copyOf(at.values()).get(at.size() - 1);
    List<BitSet> starts =
        autoscale.windows().stream().map(window -> CronStart.minutes(window.start())).toList();
    Instant sunday = Instant.parse("2026-11-22T00:00:00Z");
    for (int minute = 0; minute < CronStart.MINUTES_A_WEEK; minute++) {
      followed = at.getOrDefault(minute, followed);
      assertThat(followed).isEqualTo(open(autoscale, starts, minute));
      assertThat(table.minReplicas(sunday.plus(Duration.ofMinutes(minute)))).isEqualTo(followed);
    }
  }

  private static int open(Autoscale autoscale, List<BitSet> starts, int minute) {
    int most = autoscale.minReplicas();
    for (int i = 0; i < starts.size(); i++) {
      CronWindow window = autoscale.windows().get(i);
      int week = CronStart.MINUTES_A_WEEK;
      // The week before stands behind this one, so that the last start is always found.
      int last = starts.get(i).previousSetBit(minute);
      int since = last >= 0 ? minute - last : minute + week - starts.get(i).length() + 1;
      if (since < window.length().toMinutes()) {
        most = Math.max(most, window.minReplicas());
      }
    }
    return most;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 0 * * *",
        "0 24 * * *",
        "0 0 * * 8",
        "0 0 1 * *",
        "0 0 * 11 *",
        "0 8-6 * * *",
        "*/0 * * * *",
        "a 0 * * *",
        "@daily",
        "0 0 * * funday",
        "0,,1 0 * * *"
      })
  void minutes_refusesWhatIsNoWeeklyCron(String cron) {
    assertThatThrownBy(() -> CronStart.minutes(cron)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 * * 0    | 1
          0 0 * * 7    | 1
          0 0 * * 0,7  | 1
          */15 * * * * | 672
          5/20 0 * * 1 | 3
          0 0 * * mon-fri | 5
          10-20/5 3,4 * * SAT | 6
          """)
  void minutes_areThoseOfCron(String cron, int expected) {
    assertThat(CronStart.minutes(cron).cardinality()).isEqualTo(expected);
  }
}
