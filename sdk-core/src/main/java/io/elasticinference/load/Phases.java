package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** What the phases have in common: arithmetic of durations, and how numbers read. */
final class Phases {
  private Phases() {}

  static Duration shorter(Duration duration, double factor) {
    Check.argument(factor > 0 && factor <= 1e9, "factor", factor, "above 0");
    return Duration.ofNanos(Math.round(duration.toNanos() / factor));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
