package io.elasticinference.internal.load;

import io.elasticinference.load.SpikePhase;
import io.elasticinference.load.StepsPhase;
import java.util.Arrays;

/** Rates that hold for a while each, one after another. */
final class StepCurve implements RateCurve {
  private final double[] rates;
  private final double[] countsBefore;
  private final double[] secondsBefore;

  private StepCurve(double[] rates, double[] seconds) {
    this.rates = rates;
    this.countsBefore = new double[rates.length + 1];
    this.secondsBefore = new double[rates.length + 1];
    for (int i = 0; i < rates.length; i++) {
      countsBefore[i + 1] = countsBefore[i] + rates[i] * seconds[i];
      secondsBefore[i + 1] = secondsBefore[i] + seconds[i];
    }
  }

  static StepCurve of(StepsPhase steps) {
    double[] rates = new double[steps.count()];
    double[] seconds = new double[steps.count()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = steps.from() + (steps.to() - steps.from()) * i / (rates.length - 1);
    }
    Arrays.fill(seconds, steps.duration().toNanos() / 1e9 / rates.length);
    return new StepCurve(rates, seconds);
  }

  static StepCurve of(SpikePhase spike) {
    double whole = spike.duration().toNanos() / 1e9;
    double peak = whole * SpikePhase.PEAK_SHARE;
    double side = (whole - peak) / 2;
    return new StepCurve(
        new double[] {spike.base(), spike.peak(), spike.base()}, new double[] {side, peak, side});
  }

  @Override
  public double total() {
    return countsBefore[rates.length];
  }

  @Override
  public double timeOf(double count) {
    int found = Arrays.binarySearch(countsBefore, count);
    int step = Math.min(found >= 0 ? found : -found - 2, rates.length - 1);
    // A step of rate zero has the counts of the next one's begin, where requests go on.
    while (step < rates.length - 1 && rates[step] == 0) {
      step++;
    }
    return rates[step] == 0
        ? secondsBefore[step]
        : secondsBefore[step] + (count - countsBefore[step]) / rates[step];
  }
}
