package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.TraceFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads what a trace file holds: the times of requests, or rates with the times they begin at. */
public final class TraceReader {

  /** More requests than memory should be asked for at once. */
  public static final int MOST_REQUESTS = 20_000_000;

  private static final Set<String> TIME_NAMES =
      Set.of("timestamp", "time", "datetime", "date", "ts", "__time__", "time_iso8601", "seconds");

  private static final Set<String> RATE_NAMES =
      Set.of("rate", "qps", "rps", "requests_per_second", "value");

  private static final Duration LONGEST = Duration.ofDays(3_650);

  private TraceReader() {}

  /** The times of all requests in nanoseconds after the earliest, sorted. */
  public static long[] timestamps(String source, InputStream in, @Nullable String column) {
    return reading(
        source,
        in,
        lines -> {
          Table table = new Table(lines, column, TIME_NAMES, 0);
          Timestamps times = new Timestamps();
          Longs nanos = new Longs();
          Instant first = null;
          for (List<String> row = table.first; row != null; row = lines.next()) {
            String cell = table.cell(row, table.column);
            Instant time = time(lines, times, cell);
            first = first == null ? time : first;
            nanos.add(since(lines, first, time, cell));
            if (nanos.size() > MOST_REQUESTS) {
              throw lines.wrong(cell, "at most " + MOST_REQUESTS + " requests");
            }
          }
          if (nanos.size() == 0) {
            throw lines.wrong(
                "no requests (expected: one line for each).", "Give a trace with some.", null);
          }
          long[] sorted = nanos.toArray();
          Arrays.sort(sorted);
          long earliest = sorted[0];
          for (int i = 0; i < sorted.length; i++) {
            sorted[i] -= earliest;
          }
          return sorted;
        });
  }

  /** Rates with their times in nanoseconds after the first. */
  public static RateSteps rates(String source, InputStream in, @Nullable String column) {
    return reading(
        source,
        in,
        lines -> {
          Table table = new Table(lines, column, RATE_NAMES, 1);
          Timestamps times = new Timestamps();
          Longs froms = new Longs();
          Longs rates = new Longs();
          Instant first = null;
          for (List<String> row = table.first; row != null; row = lines.next()) {
            String cell = table.cell(row, table.timeColumn);
            Instant time = time(lines, times, cell);
            first = first == null ? time : first;
            long nanos = since(lines, first, time, cell);
            if (froms.size() > 0 && nanos <= froms.last()) {
              throw lines.wrong(cell, "a time after the line before");
            }
            froms.add(nanos);
            rates.add(Double.doubleToRawLongBits(rate(lines, table.cell(row, table.column))));
          }
          if (froms.size() < 2) {
            throw lines.wrong(
                froms.size() + " rates (expected: at least 2).",
                "Give the rate at two times at least: the last one holds as long as the one before.",
                null);
          }
          long[] from = froms.toArray();
          int last = from.length - 1;
          double[] values =
              Arrays.stream(rates.toArray()).mapToDouble(Double::longBitsToDouble).toArray();
          RateSteps steps = new RateSteps(from, values, 2 * from[last] - from[last - 1]);
          if (steps.requests() > MOST_REQUESTS) {
            throw lines.wrong(
                "about "
                    + Math.round(steps.requests())
                    + " requests (expected: at most "
                    + MOST_REQUESTS
                    + ").",
                "Give lower rates or a shorter time.",
                null);
          }
          return steps;
        });
  }

  private static Instant time(TraceLines lines, Timestamps times, String cell) {
    Instant time = times.parse(cell);
    if (time == null) {
      throw lines.wrong(cell, Timestamps.EXPECTED);
    }
    return time;
  }

  private static long since(TraceLines lines, Instant first, Instant time, String cell) {
    Duration since = Duration.between(first, time);
    if (since.abs().compareTo(LONGEST) > 0) {
      throw lines.wrong(cell, "a time within ten years of the first, " + first);
    }
    return since.toNanos();
  }

  private static double rate(TraceLines lines, String cell) {
    double rate;
    try {
      rate = Double.parseDouble(cell);
    } catch (NumberFormatException notANumber) {
      rate = Double.NaN;
    }
    if (!(rate >= 0 && rate <= MOST_REQUESTS)) {
      throw lines.wrong(cell, "requests a second, 0 to " + MOST_REQUESTS);
    }
    return rate;
  }

  private interface Body<T> {
    T read(TraceLines lines) throws IOException;
  }

  private static <T> T reading(String source, InputStream in, Body<T> body) {
    try (TraceLines lines = new TraceLines(source, in)) {
      return body.read(lines);
    } catch (EOFException | ZipException e) {
      throw new TraceFormatException(
          source,
          0,
          "cannot be unzipped: " + e.getMessage() + " (expected: a whole gzip file).",
          "Get it again: gzip -t says whether a file is whole.",
          e);
    } catch (IOException e) {
      throw new TraceFormatException(
          source,
          0,
          "cannot be read: " + e.getMessage() + " (expected: CSV, to its end).",
          "Look at the disk or the stream that it comes from, then read it again.",
          e);
    }
  }

  /** Which column holds what: by the header, where the first line is one. */
  private static final class Table {

    private final TraceLines lines;
    final @Nullable List<String> first;
    final int column;
    final int timeColumn;

    Table(TraceLines lines, @Nullable String wanted, Set<String> names, int otherwise)
        throws IOException {
      this.lines = lines;
      List<String> row = lines.next();
      boolean header = row != null && startsWithALetter(row);
      if (wanted != null && !header) {
        throw lines.wrong(
            row == null ? "" : String.join(",", row), "a header line with a column " + wanted);
      }
      int found = otherwise;
      int time = 0;
      if (row != null && header) {
        List<String> cells = row.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        found = wanted == null ? index(cells, names, otherwise) : cells.indexOf(lower(wanted));
        time = index(cells, TIME_NAMES, 0);
        if (found < 0) {
          throw lines.wrong(String.join(",", row), "a header line with a column " + wanted);
        }
        row = lines.next();
      }
      first = row;
      column = found;
      timeColumn = time;
    }

    String cell(List<String> row, int index) {
      if (index >= row.size()) {
        throw lines.wrong(String.join(",", row), "at least " + (index + 1) + " columns");
      }
      return row.get(index);
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    private static boolean startsWithALetter(List<String> row) {
      String cell = row.get(0);
      return !cell.isEmpty() && (Character.isLetter(cell.charAt(0)) || cell.charAt(0) == '_');
    }

    private static int index(List<String> cells, Set<String> names, int otherwise) {
      for (int i = 0; i < cells.size(); i++) {
        if (names.contains(cells.get(i))) {
          return i;
        }
      }
      return otherwise;
    }
  }
}
