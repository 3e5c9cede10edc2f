package io.elasticinference.internal.scaling;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times as traces write them: a date and time with up to nine decimals and perhaps an offset (UTC
 * where there is none), or a number. The first number says what all of them are: seconds, or from
 * 1e11, 1e14 and 1e17 on, which no clock shows in seconds, thousandths, millionths, billionths.
 */
final class Timestamps {

  static final String EXPECTED =
      "a time such as 2023-11-16 18:17:03.98, 2023-11-16T18:17:03+08:00 or seconds";

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[' ']")
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int LONGEST_NUMBER = 40;

  /** Decimal places that the numbers' unit is to the right of the second; negative before any. */
  private int decimals = -1;

  /** The time, as an instant even where the trace has only numbers; null where it is none. */
  @Nullable Instant parse(String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    try {
      return cell.indexOf(':') < 0 ? number(cell) : date(cell);
    } catch (DateTimeException | ArithmeticException | NumberFormatException notATime) {
      return null; // The caller says so, with the line.
    }
  }

  private static Instant date(String cell) {
    TemporalAccessor parsed = FORMAT.parseBest(cell, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC)
        : Instant.from(parsed);
  }

  private @Nullable Instant number(String cell) {
    if (cell.length() > LONGEST_NUMBER) {
      return null;
    }
    BigDecimal number = new BigDecimal(cell);
    if (Math.abs((long) number.precision() - number.scale()) > LONGEST_NUMBER) {
      return null;
    }
    if (decimals < 0) {
      decimals = 0;
      for (int digits = 11; digits <= 17; digits += 3) {
        if (number.abs().compareTo(BigDecimal.ONE.movePointRight(digits)) >= 0) {
          decimals = digits - 8;
        }
      }
    }
    BigDecimal seconds = number.movePointLeft(decimals).setScale(9, RoundingMode.HALF_EVEN);
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return Instant.ofEpochSecond(
        whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValueExact());
  }
}
