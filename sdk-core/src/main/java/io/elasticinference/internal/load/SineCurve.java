package io.elasticinference.internal.load;

import io.elasticinference.load.SinePhase;

/**
 * A rate {@code mid - swing cos(wt)}, whose count {@code mid t - swing sin(wt) / w} has no inverse
 * in closed form: Newton's method finds it, kept between bounds where the rate is near zero.
 */
final class SineCurve implements RateCurve {
  /** A billionth of a request, which is far below a nanosecond's worth. */
  private static final double CLOSE = 1e-9;

  private static final int MOST_STEPS = 100;

  private final double mid;
  private final double swing;
  private final double turn;
  private final double seconds;

  SineCurve(SinePhase sine) {
    this.mid = (sine.low() + sine.high()) / 2;
    this.swing = (sine.high() - sine.low()) / 2;
    this.turn = 2 * Math.PI / (sine.period().toNanos() / 1e9);
    this.seconds = sine.duration().toNanos() / 1e9;
  }

  @Override
  public double total() {
    return countAt(seconds);
  }

  private double countAt(double time) {
    return mid * time - swing * StrictMath.sin(turn * time) / turn;
  }

  @Override
  public double timeOf(double count) {
    // The swing moves the line mid t by at most swing / turn to either side.
    double least = Math.max(0, (count - swing / turn) / mid);
    double most = Math.min(seconds, (count + swing / turn) / mid);
    double time = (least + most) / 2;
    for (int i = 0; i < MOST_STEPS; i++) {
      double over = countAt(time) - count;
      if (Math.abs(over) <= CLOSE) {
        break;
      }
      if (over > 0) {
        most = time;
      } else {
        least = time;
      }
      double next = time - over / (mid - swing * StrictMath.cos(turn * time));
      time = next > least && next < most ? next : (least + most) / 2;
    }
    return time;
  }
}
