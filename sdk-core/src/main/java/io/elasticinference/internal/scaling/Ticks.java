package io.elasticinference.internal.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Round numbers for the lines of an axis. */
final class Ticks {

  private static final double[] STEPS = {1, 2, 5, 10};
  private static final double[] DIGITS = {1, 2, 5};
  private static final int MOST = 7;
  private static final int[] MINUTES = {
    1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080, 43_200
  };
  private static final double MINUTE = 60e9;

  private Ticks() {}

  /** About four round numbers from zero to at least a maximum. */
  static List<Double> upTo(double max) {
    double wanted = (max > 0 ? max : 1) / 4;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(wanted)));
    double step = power;
    for (double factor : STEPS) {
      step = factor * power;
      if (step >= wanted) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i < 2 || ticks.get(i - 1) < max; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /**
   * For a logarithmic axis: one, two and five times the powers of ten, or where these are many the
   * powers alone, from at most a minimum to at least a maximum.
   */
  static List<Double> powers(double min, double max) {
    List<Double> fine = powers(min, max, DIGITS);
    return fine.size() <= MOST ? fine : powers(min, max, new double[] {1});
  }

  private static List<Double> powers(double min, double max, double[] digits) {
    List<Double> ticks = new ArrayList<>();
    for (int exponent = (int) Math.floor(StrictMath.log10(min)); ; exponent++) {
      for (double digit : digits) {
        double tick = digit * StrictMath.pow(10, exponent);
        if (tick <= min) {
          ticks.clear();
        }
        ticks.add(tick);
        if (tick >= max && ticks.size() > 1) {
          return ticks;
        }
      }
    }
  }

  /** Round times from zero up to an end, in nanoseconds. */
  static List<Double> times(double end) {
    int step = MINUTES[MINUTES.length - 1];
    for (int minutes : MINUTES) {
      if (end / (minutes * MINUTE) <= 12) {
        step = minutes;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step * MINUTE <= end; i++) {
      ticks.add(i * step * MINUTE);
    }
    return ticks;
  }

  /** A number as short as it can be written. */
  static String label(double value) {
    return new BigDecimal(value, new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  /** Hours and minutes. */
  static String time(double nanos) {
    long minutes = Math.round(nanos / MINUTE);
    return minutes / 60 + ":" + (minutes % 60 < 10 ? "0" : "") + minutes % 60;
  }
}
