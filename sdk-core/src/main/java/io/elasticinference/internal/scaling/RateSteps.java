package io.elasticinference.internal.scaling;

/** Requests a second over time: each rate holds until the next one's begin, the last to the end. */
public final class RateSteps {

  private final long[] fromNanos;
  private final double[] rates;
  private final long endNanos;

  /** Makes steps from as many begins as rates. */
  public RateSteps(long[] fromNanos, double[] rates, long endNanos) {
    this.fromNanos = fromNanos.clone();
    this.rates = rates.clone();
    this.endNanos = endNanos;
  }

  int size() {
    return rates.length;
  }

  /** When a step begins; for the one after the last, the end. */
  long from(int step) {
    return step < rates.length ? fromNanos[step] : endNanos;
  }

  double rate(int step) {
    return rates[step];
  }

  /** How many requests are to be expected. */
  double requests() {
    double requests = 0;
    for (int i = 0; i < rates.length; i++) {
      requests += rates[i] * (from(i + 1) - from(i)) / 1e9;
    }
    return requests;
  }

  /** The end of the last step, in nanoseconds. */
  public long end() {
    return endNanos;
  }
}
