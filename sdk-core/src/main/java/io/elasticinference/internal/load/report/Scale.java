package io.elasticinference.internal.load.report;

import java.util.ArrayList;
import java.util.List;

/** Where a value lies on an axis, from 0 to 1, and which values are written beside it. */
interface Scale {
  /** A place on the axis; values off it are moved to its ends. */
  double position(double value);

  /** The values to write, in order. */
  List<Double> ticks();

  /** From 0 to a round number at or above the highest value, in about so many round steps. */
  static Scale linear(double highest, int steps, boolean whole) {
    double step = roundStep(Math.max(highest, 1e-9) / steps);
    if (whole) {
      step = Math.max(1, Math.ceil(step));
    }
    return new Line(0, Math.ceil(highest / step - 1e-9) * step, step);
  }

  /** Seconds from one to another as they are, with about so many round steps between them. */
  static Scale time(double from, double to, int steps) {
    return new Line(from, to, roundTime((to - from) / steps));
  }

  /** Equal ratios take equal space; both values above 0; at least a decade, in whole thirds. */
  static Log logarithmic(double lowest, double highest) {
    double from = Math.floor(Math.log10(lowest) * 3 + 1e-9) / 3;
    return new Log(from, Math.max(from + 1, Math.ceil(Math.log10(highest) * 3 - 1e-9) / 3));
  }

  private static double roundStep(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double digit = step / power;
    return power * (digit <= 1 + 1e-9 ? 1 : digit <= 2 + 1e-9 ? 2 : digit <= 5 + 1e-9 ? 5 : 10);
  }

  private static double roundTime(double seconds) {
    for (double round : new double[] {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600}) {
      if (seconds <= round) {
        return round;
      }
    }
    return Math.ceil(seconds / 3600) * 3600;
  }

  /** Equal differences take equal space. */
  record Line(double from, double to, double step) implements Scale {
    @Override
    public double position(double value) {
      return to <= from ? 0 : Math.max(0, Math.min(1, (value - from) / (to - from)));
    }

    @Override
    public List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (double i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
  }

  /** Equal ratios take equal space; the ends are exponents of ten. */
  record Log(double from, double to) implements Scale {
    @Override
    public double position(double value) {
      double exponent = value <= 0 ? from : Math.log10(value);
      return Math.max(0, Math.min(1, (exponent - from) / (to - from)));
    }

    @Override
    public List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (double exponent = Math.floor(from); exponent <= to; exponent++) {
        for (int digit : to - from < 2.5 ? new int[] {1, 2, 5} : new int[] {1}) {
          double value = digit * Math.pow(10, exponent);
          double at = Math.log10(value);
          if (at >= from - 1e-9 && at <= to + 1e-9) {
            ticks.add(value);
          }
        }
      }
      return ticks;
    }
  }
}
