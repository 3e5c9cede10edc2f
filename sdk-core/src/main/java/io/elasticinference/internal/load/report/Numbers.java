package io.elasticinference.internal.load.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as text, the same in every locale. */
final class Numbers {
  private Numbers() {}

  /** At most so many decimals, no trailing zeros, no exponent. */
  static String plain(double number, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A count with its thousands apart. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Milliseconds, exact to the nanosecond. */
  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  /** A latency to three digits in the unit that suits it. */
  static String time(Duration duration) {
    double ms = millis(duration);
    if (ms == 0) {
      return "0";
    }
    return ms >= 1000 ? digits(ms / 1000) + " s" : digits(ms) + " ms";
  }

  /** The same of milliseconds as a number. */
  static String millisText(double millis) {
    return time(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  /** Three significant digits. */
  private static String digits(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3;
    return plain(number, decimals);
  }

  /** A share as percent. */
  static String percent(double ratio) {
    double percent = ratio * 100;
    return plain(percent, (percent > 0 && percent < 1) || (percent > 99 && percent < 100) ? 3 : 1)
        + " %";
  }
}
