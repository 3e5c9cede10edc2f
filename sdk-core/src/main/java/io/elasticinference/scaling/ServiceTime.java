package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.internal.scaling.Checks;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;

/**
 * How long one request keeps a replica's slot busy, without waiting. Measure it with a stress test
 * of one replica at its intended concurrency. Immutable.
 */
public final class ServiceTime {

  private static final double NANOS = 1e9;

  /** The normal distribution's quantile at 0.99. */
  private static final double Z99 = 2.3263478740408408;

  private final String name;
  private final double meanNanos;
  private final Sampler sampler;

  private interface Sampler {
    double nanos(SplittableRandom random);
  }

  private ServiceTime(String name, double meanNanos, Sampler sampler) {
    this.name = name;
    this.meanNanos = meanNanos;
    this.sampler = sampler;
  }

  /**
   * Every request takes the same time.
   *
   * @param time above 0 s
   * @return the distribution
   * @throws IllegalArgumentException where the time is not above 0 s
   */
  public static ServiceTime fixed(Duration time) {
    double nanos = Checks.positive("time", time).toNanos();
    return new ServiceTime("fixed " + time, nanos, random -> nanos);
  }

  /**
   * Times that are distributed exponentially: most are short, some are long.
   *
   * @param mean above 0 s
   * @return the distribution
   * @throws IllegalArgumentException where the mean is not above 0 s
   */
  public static ServiceTime exponential(Duration mean) {
    double nanos = Checks.positive("mean", mean).toNanos();
    return new ServiceTime(
        "exponential " + mean, nanos, random -> -StrictMath.log(1 - random.nextDouble()) * nanos);
  }

  /**
   * Times whose logarithm is distributed normally, as many inference times are: given by what half
   * of the requests and what 99 % of them stay within.
   *
   * @param p50 the median, above 0 s
   * @param p99 the time that 99 % stay within, at least the median
   * @return the distribution
   * @throws IllegalArgumentException where a time is out of range
   */
  public static ServiceTime lognormal(Duration p50, Duration p99) {
    double median = Checks.positive("p50", p50).toNanos();
    check(Checks.positive("p99", p99).compareTo(p50) >= 0, "p99", p99, ">= p50, " + p50);
    double mu = StrictMath.log(median);
    double sigma = (StrictMath.log((double) p99.toNanos()) - mu) / Z99;
    return new ServiceTime(
        "lognormal p50 " + p50 + " p99 " + p99,
        StrictMath.exp(mu + sigma * sigma / 2),
        random -> StrictMath.exp(mu + sigma * normal(random)));
  }

  /**
   * Times that were measured: each request takes one of them, by chance.
   *
   * @param times above 0 s, at least one
   * @return the distribution
   * @throws IllegalArgumentException where there is none or one is not above 0 s
   */
  public static ServiceTime measured(Collection<Duration> times) {
    check(!times.isEmpty(), "times", times, "at least one");
    double[] nanos =
        times.stream().mapToDouble(time -> Checks.positive("times", time).toNanos()).toArray();
    return new ServiceTime(
        nanos.length + " measured",
        Arrays.stream(nanos).average().orElseThrow(),
        random -> nanos[random.nextInt(nanos.length)]);
  }

  /** Box and Muller's transform; its second value is not kept, so that each draw stands alone. */
  private static double normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /**
   * The mean.
   *
   * @return the expected time, to the nanosecond
   */
  public Duration mean() {
    return Duration.ofNanos(Math.round(meanNanos));
  }

  /** The mean in seconds. */
  double meanSeconds() {
    return meanNanos / NANOS;
  }

  /** Draws one time for each request, in nanoseconds, at least 1. */
  long[] draw(int requests, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] nanos = new long[requests];
    for (int i = 0; i < requests; i++) {
      nanos[i] = Math.max(1, Math.round(Math.min(sampler.nanos(random), LONGEST_NANOS)));
    }
    return nanos;
  }

  /** A hundred years. */
  private static final double LONGEST_NANOS = 36_500 * 86_400e9;

  @Override
  public String toString() {
    return name;
  }
}
