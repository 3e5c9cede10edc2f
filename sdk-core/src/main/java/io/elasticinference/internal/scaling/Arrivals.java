package io.elasticinference.internal.scaling;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes the arrival times of requests. All times are nanoseconds. */
public final class Arrivals {

  private static final double NANOS = 1e9;

  private Arrivals() {}

  /** A Poisson process whose rate changes with time; the same seed gives the same arrivals. */
  public static long[] poisson(RateSteps steps, long seed) {
    bounded("rates", steps.requests());
    SplittableRandom random = new SplittableRandom(seed);
    Longs arrivals = new Longs();
    double owed = exponential(random);
    for (int i = 0; i < steps.size(); i++) {
      long from = steps.from(i);
      long to = steps.from(i + 1);
      double perNano = steps.rate(i) / NANOS;
      double at = 0;
      // What is owed is counted in expected arrivals, so that it carries over from rate to rate.
      while (perNano > 0 && at + owed / perNano < to - from) {
        at += owed / perNano;
        arrivals.add(from + (long) at);
        owed = exponential(random);
      }
      owed -= perNano * (to - from - at);
    }
    return arrivals.toArray();
  }

  /** The same arrivals over and over, up to an end. */
  public static long[] repeated(long[] arrivals, long period, long end) {
    bounded("duration", (double) end / period * arrivals.length);
    Longs repeated = new Longs();
    for (long offset = 0; offset < end; offset += period) {
      for (long arrival : arrivals) {
        if (offset + arrival >= end) {
          break;
        }
        repeated.add(offset + arrival);
      }
    }
    return repeated.toArray();
  }

  /**
   * More or fewer arrivals, by a factor for each even part of the time: each one is kept, dropped
   * or doubled by chance; what is added moves by up to a second.
   */
  public static long[] scaled(long[] arrivals, double[] factors, long end, long seed) {
    double highest = Arrays.stream(factors).max().orElseThrow();
    bounded("factors", arrivals.length * highest);
    SplittableRandom random = new SplittableRandom(seed);
    Longs scaled = new Longs();
    for (long arrival : arrivals) {
      double factor = factors[(int) ((double) arrival / end * factors.length)];
      long copies = (long) (factor + random.nextDouble());
      for (long copy = 0; copy < copies; copy++) {
        long moved = copy == 0 ? arrival : arrival + (long) ((random.nextDouble() * 2 - 1) * NANOS);
        scaled.add(Math.max(0, Math.min(end - 1, moved)));
      }
    }
    long[] sorted = scaled.toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static void bounded(String name, double requests) {
    Checks.check(
        requests <= TraceReader.MOST_REQUESTS,
        name,
        "about " + Math.round(requests) + " requests",
        "at most " + TraceReader.MOST_REQUESTS + " requests");
  }

  static double exponential(SplittableRandom random) {
    return -StrictMath.log(1 - random.nextDouble());
  }
}
