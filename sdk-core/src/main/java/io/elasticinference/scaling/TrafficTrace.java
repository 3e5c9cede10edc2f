package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.internal.scaling.Arrivals;
import io.elasticinference.internal.scaling.Checks;
import io.elasticinference.internal.scaling.RateSteps;
import io.elasticinference.internal.scaling.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The moments at which requests came, counted from the first. Immutable.
 *
 * <pre>{@code
 * TrafficTrace measured = TrafficTrace.readTimestamps(Path.of("requests.csv"));
 * TrafficTrace invented = TrafficTrace.poisson(35, Duration.ofHours(1), 42);
 * System.out.println(measured.peakRate(Duration.ofMinutes(1)));
 * }</pre>
 *
 * @see CapacityPlan
 * @see io.elasticinference.load.LoadProfile#replay(TrafficTrace)
 */
public final class TrafficTrace {

  private static final double NANOS = 1e9;

  private final long[] arrivalNanos;
  private final Duration duration;

  private TrafficTrace(long[] arrivalNanos, Duration duration) {
    this.arrivalNanos = arrivalNanos;
    this.duration = duration;
  }

  /** A trace as long as its last request needs, in whole seconds. */
  private static TrafficTrace upToTheLast(long[] arrivalNanos) {
    long last = arrivalNanos[arrivalNanos.length - 1];
    return new TrafficTrace(
        arrivalNanos, Duration.ofSeconds(Math.floorDiv(last, 1_000_000_000L) + 1));
  }

  /**
   * Reads a CSV file, plain or gzipped, that has one line for each request. The time stands in the
   * column that the header calls {@code timestamp}, {@code time}, {@code date} or the like, else in
   * the first; a header is a first line that begins with a letter. A time is a date and time (ISO
   * 8601, also with a space for the T; UTC where no offset stands there) or a number of seconds
   * from any begin; numbers too large for seconds are thousandths, millionths or billionths. Lines
   * need not be in order.
   *
   * @param file the file
   * @return the trace
   * @throws TraceFormatException where the file cannot be read or a line is wrong
   */
  public static TrafficTrace readTimestamps(Path file) {
    return timestamps(file, null);
  }

  /**
   * Reads a CSV file as {@link #readTimestamps(Path)} does, with the time in a named column.
   *
   * @param file the file
   * @param column the column's name in the header, in any case
   * @return the trace
   * @throws TraceFormatException where the file cannot be read or a line is wrong
   */
  public static TrafficTrace readTimestamps(Path file, String column) {
    return timestamps(file, column);
  }

  private static TrafficTrace timestamps(Path file, @Nullable String column) {
    return opened(file, in -> upToTheLast(TraceReader.timestamps(file.toString(), in, column)));
  }

  /**
   * Reads times from a stream, as {@link #readTimestamps(Path)} does from a file.
   *
   * @param source what to call it in messages
   * @param in the stream, plain or gzipped; it is closed
   * @return the trace
   * @throws TraceFormatException where the stream cannot be read or a line is wrong
   */
  public static TrafficTrace readTimestamps(String source, InputStream in) {
    return upToTheLast(TraceReader.timestamps(source, in, null));
  }

  /**
   * Reads a CSV file, plain or gzipped, of rates: each line has a time, as of {@link
   * #readTimestamps(Path)}, and the requests a second from then on until the next line's time; the
   * last one holds as long as the one before. The rate stands in the column that the header calls
   * {@code rate}, {@code qps} or the like, else in the second. Requests come at random at that rate
   * (a Poisson process).
   *
   * @param file the file
   * @param seed chooses the random times: the same seed gives the same trace
   * @return the trace
   * @throws TraceFormatException where the file cannot be read or a line is wrong
   */
  public static TrafficTrace readRates(Path file, long seed) {
    return opened(file, in -> readRates(file.toString(), in, seed));
  }

  /**
   * Reads rates from a stream, as {@link #readRates(Path, long)} does from a file.
   *
   * @param source what to call it in messages
   * @param in the stream, plain or gzipped; it is closed
   * @param seed chooses the random times: the same seed gives the same trace
   * @return the trace
   * @throws TraceFormatException where the stream cannot be read or a line is wrong
   */
  public static TrafficTrace readRates(String source, InputStream in, long seed) {
    RateSteps rates = TraceReader.rates(source, in, null);
    return new TrafficTrace(Arrivals.poisson(rates, seed), Duration.ofNanos(rates.end()));
  }

  private interface Opened {
    TrafficTrace read(InputStream in);
  }

  private static TrafficTrace opened(Path file, Opened body) {
    try (InputStream in = Files.newInputStream(file)) {
      return body.read(in);
    } catch (IOException e) {
      throw new TraceFormatException(
          file.toString(),
          0,
          "cannot be read: " + e + " (expected: a CSV file).",
          "Give the path of one that exists and that this user may read.",
          e);
    }
  }

  /**
   * A trace from the times of its requests.
   *
   * @param times when requests came, in any order, at least one
   * @return the trace
   * @throws IllegalArgumentException where there is none
   */
  public static TrafficTrace ofTimestamps(Collection<Instant> times) {
    check(!times.isEmpty(), "times", times, "at least one");
    Instant[] sorted = times.toArray(new Instant[0]);
    Arrays.sort(sorted);
    long[] nanos = new long[sorted.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Checks.notNegative("times", Duration.between(sorted[0], sorted[i])).toNanos();
    }
    return upToTheLast(nanos);
  }

  /**
   * A trace from the moments of its requests.
   *
   * @param duration how long the trace is, above 0 s
   * @param arrivalNanos nanoseconds after the begin, in order, each before the end
   * @return the trace
   * @throws IllegalArgumentException where a moment is before the one before it or after the end
   */
  public static TrafficTrace ofArrivals(Duration duration, long... arrivalNanos) {
    long end = Checks.positive("duration", duration).toNanos();
    long before = 0;
    for (long arrival : arrivalNanos) {
      check(arrival >= before && arrival <= end, "arrivalNanos", arrival, before + " to " + end);
      before = arrival;
    }
    return new TrafficTrace(arrivalNanos.clone(), duration);
  }

  /**
   * A trace whose requests come at random at rates that change in even steps.
   *
   * @param step how long each rate holds, above 0 s
   * @param seed chooses the random times: the same seed gives the same trace
   * @param rates requests a second, at least 0, at least one
   * @return the trace
   * @throws IllegalArgumentException where an argument is out of range
   */
  public static TrafficTrace ofRates(Duration step, long seed, double... rates) {
    Checks.positive("step", step);
    check(rates.length > 0, "rates", Arrays.toString(rates), "at least one");
    long[] from = new long[rates.length];
    for (int i = 0; i < rates.length; i++) {
      check(
          rates[i] >= 0 && rates[i] <= TraceReader.MOST_REQUESTS,
          "rates",
          rates[i],
          "0 to " + TraceReader.MOST_REQUESTS);
      from[i] = Math.multiplyExact(step.toNanos(), i);
    }
    Duration duration = Checks.positive("step", step.multipliedBy(rates.length));
    return new TrafficTrace(
        Arrivals.poisson(new RateSteps(from, rates, duration.toNanos()), seed), duration);
  }

  /**
   * A trace whose requests come at random at one rate (a Poisson process).
   *
   * @param rate requests a second, at least 0
   * @param duration how long, above 0 s
   * @param seed chooses the random times: the same seed gives the same trace
   * @return the trace
   * @throws IllegalArgumentException where an argument is out of range
   */
  public static TrafficTrace poisson(double rate, Duration duration, long seed) {
    return ofRates(duration, seed, rate);
  }

  /**
   * Plays the trace over and over, up to an end: an hour's trace becomes a day's.
   *
   * @param end the new duration, above 0 s; a shorter one than the trace's cuts it
   * @return the other trace
   * @throws IllegalArgumentException where the duration is not above 0 s or the requests are more
   *     than 20 million
   */
  public TrafficTrace repeatedFor(Duration end) {
    Checks.positive("duration", end);
    return new TrafficTrace(
        Arrivals.repeated(arrivalNanos, duration.toNanos(), end.toNanos()), end);
  }

  /**
   * Makes the traffic heavier or lighter: each request is kept, dropped or multiplied by chance,
   * and what is added comes within a second of it.
   *
   * @param seed chooses at random: the same seed gives the same trace
   * @param factors by how much, at least 0, each for an even part of the trace: one for all of it,
   *     24 for the hours of a day
   * @return the other trace
   * @throws IllegalArgumentException where a factor is negative, there is none, or the requests are
   *     more than 20 million
   */
  public TrafficTrace scaledBy(long seed, double... factors) {
    check(factors.length > 0, "factors", "none", "at least one");
    for (double factor : factors) {
      check(factor >= 0, "factors", factor, ">= 0");
    }
    return new TrafficTrace(
        Arrivals.scaled(arrivalNanos, factors, duration.toNanos(), seed), duration);
  }

  /**
   * How many requests there are.
   *
   * @return their number
   */
  public int requests() {
    return arrivalNanos.length;
  }

  /**
   * When a request came.
   *
   * @param request which one, from 0, in the order of time
   * @return nanoseconds after the trace's begin
   * @throws IndexOutOfBoundsException where there is no such request
   */
  public long arrivalNanos(int request) {
    return arrivalNanos[request];
  }

  /**
   * How long the trace is.
   *
   * @return its duration
   */
  public Duration duration() {
    return duration;
  }

  /**
   * Requests a second on average.
   *
   * @return requests divided by the duration
   */
  public double meanRate() {
    return arrivalNanos.length * NANOS / duration.toNanos();
  }

  /**
   * Requests a second, averaged over windows that follow each other.
   *
   * @param window each one's length, above 0 s; the last may be shorter
   * @return a rate for each window
   * @throws IllegalArgumentException where the window is not above 0 s
   */
  public double[] rates(Duration window) {
    long length = Checks.positive("window", window).toNanos();
    long end = duration.toNanos();
    double[] rates = new double[Math.toIntExact((end + length - 1) / length)];
    for (long arrival : arrivalNanos) {
      rates[(int) (arrival / length)]++;
    }
    for (int i = 0; i < rates.length; i++) {
      rates[i] *= NANOS / Math.min(length, end - i * length);
    }
    return rates;
  }

  /**
   * The highest of {@link #rates(Duration)}.
   *
   * @param window each one's length, above 0 s
   * @return requests a second
   * @throws IllegalArgumentException where the window is not above 0 s
   */
  public double peakRate(Duration window) {
    return Arrays.stream(rates(window)).max().orElse(0);
  }

  /** When requests came, in nanoseconds after the begin; not to be changed. */
  long[] arrivalNanos() {
    return arrivalNanos;
  }

  @Override
  public String toString() {
    return requests() + " requests in " + duration;
  }
}
