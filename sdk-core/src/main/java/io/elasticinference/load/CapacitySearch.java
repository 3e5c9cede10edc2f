package io.elasticinference.load;

import io.elasticinference.internal.load.CapacityFinder;
import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.EngineProbe;
import io.elasticinference.scaling.Slo;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds how much load a service carries within a promise. First a closed loop finds what it answers
 * at most, then open loops close in on the highest rate that keeps the promise in three windows in
 * a row that are within 10 % of each other. Immutable; every method answers a changed copy.
 *
 * <p>Open loops send at even distances unless {@link #poisson} says otherwise: the answer then is
 * what the replica itself carries. Requests of many independent users come in bunches and wait for
 * each other, so with them a replica keeps the same promise at a lower rate.
 *
 * <pre>{@code
 * CapacitySearch search = CapacitySearch.within(Slo.p99(Duration.ofMillis(200))).poisson(42);
 * System.out.println(service.findCapacity(search, LoadListener.none()));
 * }</pre>
 *
 * @see io.elasticinference.InferenceService#findCapacity(Slo)
 */
public final class CapacitySearch {
  private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(5);
  private static final double DEFAULT_MAX_RATE = 1_000;

  private final Slo slo;
  private final Duration window;
  private final double maxRate;
  private final @Nullable Long seed;
  private final @Nullable LoadRequest request;

  private CapacitySearch(
      Slo slo,
      Duration window,
      double maxRate,
      @Nullable Long seed,
      @Nullable LoadRequest request) {
    this.slo = slo;
    this.window = window;
    this.maxRate = maxRate;
    this.seed = seed;
    this.request = request;
  }

  /**
   * A search for the rate that keeps a promise.
   *
   * @param slo the promise
   * @return a search with windows of 5 s and at most 1,000 requests a second
   */
  public static CapacitySearch within(Slo slo) {
    return new CapacitySearch(slo, DEFAULT_WINDOW, DEFAULT_MAX_RATE, null, null);
  }

  /**
   * Sets how long one window is. A longer one says more: at 12 requests a second, 5 s are 60.
   *
   * @param newWindow whole seconds, 1 s to 10 min
   * @return a copy
   * @throws IllegalArgumentException when it is out of range
   */
  public CapacitySearch window(Duration newWindow) {
    Check.duration(newWindow, "window", Duration.ofMinutes(10));
    Check.argument(
        newWindow.toNanosPart() == 0, "window", newWindow, "whole seconds, at least one");
    return new CapacitySearch(slo, newWindow, maxRate, seed, request);
  }

  /**
   * Allows more load than the default of 1,000 requests a second, or less.
   *
   * @param requestsPerSecond over all replicas, 0.001 to 1,000,000
   * @return a copy
   * @throws IllegalArgumentException when the rate is out of range
   */
  public CapacitySearch maxRate(double requestsPerSecond) {
    return new CapacitySearch(
        slo, window, Check.rate(requestsPerSecond, "maxRate", 0.001), seed, request);
  }

  /**
   * Lets requests arrive at random instead of evenly; see {@link LoadProfile#poisson}.
   *
   * @param arrivalSeed any number
   * @return a copy
   */
  public CapacitySearch poisson(long arrivalSeed) {
    return new CapacitySearch(slo, window, maxRate, arrivalSeed, request);
  }

  /**
   * Sets what is sent and what is expected back.
   *
   * @param toSend the request
   * @return a copy
   */
  public CapacitySearch request(LoadRequest toSend) {
    return new CapacitySearch(slo, window, maxRate, seed, toSend);
  }

  /**
   * The promise.
   *
   * @return as given
   */
  public Slo slo() {
    return slo;
  }

  /**
   * How long one window is.
   *
   * @return whole seconds
   */
  public Duration window() {
    return window;
  }

  /**
   * The most load over all replicas.
   *
   * @return requests a second
   */
  public double maxRate() {
    return maxRate;
  }

  /**
   * The seed of random arrivals.
   *
   * @return empty when requests are evenly spaced
   */
  public OptionalLong poissonSeed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /**
   * What is sent.
   *
   * @return empty when nothing was set
   */
  public Optional<LoadRequest> request() {
    return Optional.ofNullable(request);
  }

  /**
   * Searches. An interrupt of this thread ends it.
   *
   * @param target where to send
   * @param replicas how many replicas answer, asked each second; windows in which it changes do not
   *     count
   * @param listener hears of each second of each run
   * @return what was found
   * @throws InterruptedException when the thread was interrupted; nothing is sent any more then
   * @throws io.elasticinference.ElasticInferenceException when the target fails so often, or
   *     changes its replicas so often, that nothing can be said
   */
  public CapacityFound run(LoadTarget target, IntSupplier replicas, LoadListener listener)
      throws InterruptedException {
    return new CapacityFinder(this, replicas, new EngineProbe(target, listener)).find();
  }

  @Override
  public String toString() {
    return "capacity within " + slo + ", windows of " + window;
  }
}
