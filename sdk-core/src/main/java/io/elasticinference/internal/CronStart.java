package io.elasticinference.internal;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The weekly part of cron's language: minute, hour, {@code *}, {@code *} and day of week, as
 * Kubernetes' CronJobs read it. What may differ from year to year, days of the month and months, is
 * refused.
 */
final class CronStart {

  static final int MINUTES_A_DAY = 24 * 60;
  static final int MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

  private static final int FIELDS = 5;
  private static final int LAST_DAY = 7;
  private static final Map<String, Integer> DAYS =
      Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat", 6);

  private CronStart() {}

  /**
   * The minutes of a week at which it is due; the week begins with Sunday, as cron's does.
   *
   * @throws IllegalArgumentException where it cannot be read; the message says what was expected
   */
  static BitSet minutes(String cron) {
    String[] fields = cron.strip().split("\\s+", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException(
          "five fields: minute, hour, *, *, day of week, for example \"30 8 * * 1-5\"");
    }
    if (!fields[2].equals("*") || !fields[3].equals("*")) {
      throw new IllegalArgumentException(
          "* for day of month and month: windows are weekly, since what overlaps with a date is"
              + " another day each year; for a single date deploy with higher replicas(..)");
    }
    BitSet minutes = field(fields[0], 59, "minutes of 0 to 59");
    BitSet hours = field(fields[1], 23, "hours of 0 to 23");
    BitSet days = field(named(fields[4]), LAST_DAY, "days of 0 to 7 or SUN to SAT");
    BitSet due = new BitSet(MINUTES_A_WEEK);
    days.stream()
        .map(day -> day % LAST_DAY)
        .forEach(
            day ->
                hours.stream()
                    .forEach(
                        hour ->
                            minutes.stream()
                                .forEach(
                                    minute -> due.set(day * MINUTES_A_DAY + hour * 60 + minute))));
    return due;
  }

  private static String named(String field) {
    String text = field.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, Integer> day : DAYS.entrySet()) {
      text = text.replace(day.getKey(), day.getValue().toString());
    }
    return text;
  }

  private static BitSet field(String field, int most, String expected) {
    BitSet values = new BitSet(most + 1);
    for (String part : List.of(field.split(",", -1))) {
      if (!part.matches("(\\*|\\d{1,2}(-\\d{1,2})?)(/\\d{1,2})?")) {
        throw new IllegalArgumentException(expected + ", as in 5, 0,30, 8-18 or */15");
      }
      int slash = part.indexOf('/');
      String range = slash < 0 ? part : part.substring(0, slash);
      int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
      int dash = range.indexOf('-');
      boolean all = range.equals("*");
      int from = all ? 0 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      // As cron has it, 5/15 means from 5 on.
      boolean open = all || (dash < 0 && slash >= 0);
      int to = open ? most : dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      if (step == 0 || from > to || to > most) {
        throw new IllegalArgumentException(expected + ", ranges ascending, steps above 0");
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }
    return values;
  }
}
