package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.scaling.TrafficTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What load to send: the phases one after another, the request, and the limits. Immutable; every
 * method answers a changed copy.
 *
 * <pre>{@code
 * LoadProfile.constant(35).during(Duration.ofMinutes(5));
 * LoadProfile.ramp(1, 80).during(Duration.ofMinutes(2))
 *     .then(LoadProfile.constant(80).during(Duration.ofMinutes(3)))
 *     .poisson(42)
 *     .request(LoadRequest.post("{\"instances\": [[1, 2]]}").expectJson("predictions"));
 * LoadProfile.replay(Path.of("requests.csv")).speed(10);
 * }</pre>
 *
 * <p>{@link #constant}, {@link #ramp}, {@link #steps}, {@link #spike}, {@link #sine} and {@link
 * #replay(Path)} are open loops: requests leave by schedule, whatever the server does. {@link
 * #connections} is a closed loop. One profile is one or the other.
 */
public final class LoadProfile {
  private static final Duration DEFAULT_DURATION = Duration.ofMinutes(1);

  private final List<LoadPhase> phases;
  private final @Nullable Long seed;
  private final Wanted wanted;
  private final LoadLimits limits;
  private final List<StopCondition> stopConditions;

  /** What is asked for; at most one of the requests is there, that of the protocol. */
  private record Wanted(
      LoadProtocol protocol,
      @Nullable LoadRequest http,
      @Nullable GrpcRequest grpc,
      boolean foreignTarget) {}

  private LoadProfile(
      List<LoadPhase> phases,
      @Nullable Long seed,
      Wanted wanted,
      LoadLimits limits,
      List<StopCondition> stopConditions) {
    this.phases = phases;
    this.seed = seed;
    this.wanted = wanted;
    this.limits = limits;
    this.stopConditions = stopConditions;
  }

  /**
   * The same rate all the time, for one minute unless {@link #during} says otherwise.
   *
   * @param requestsPerSecond 0.001 to 1,000,000
   * @return an open-loop profile
   * @throws IllegalArgumentException when the rate is out of range
   */
  public static LoadProfile constant(double requestsPerSecond) {
    return of(new ConstantPhase(requestsPerSecond, DEFAULT_DURATION));
  }

  /**
   * A rate that changes evenly from one value to another, in one minute unless {@link #during} says
   * otherwise.
   *
   * @param from requests per second at the begin, 0 to 1,000,000
   * @param to requests per second at the end, 0 to 1,000,000
   * @return an open-loop profile
   * @throws IllegalArgumentException when a rate is out of range
   */
  public static LoadProfile ramp(double from, double to) {
    return of(new RampPhase(from, to, DEFAULT_DURATION));
  }

  /**
   * A rate that climbs (or falls) in even steps, each as long as the others, all together in one
   * minute unless {@link #during} says otherwise.
   *
   * @param from requests per second of the first step, 0 to 1,000,000
   * @param to requests per second of the last step, 0 to 1,000,000
   * @param count how many steps, 2 to 1,000
   * @return an open-loop profile
   * @throws IllegalArgumentException when an argument is out of range
   */
  public static LoadProfile steps(double from, double to, int count) {
    return of(new StepsPhase(from, to, count, DEFAULT_DURATION));
  }

  /**
   * A rate that jumps up for the middle fifth of the time and back, within one minute unless {@link
   * #during} says otherwise.
   *
   * @param base requests per second before and after, 0 to 1,000,000
   * @param peak requests per second in between, at least {@code base}
   * @return an open-loop profile
   * @throws IllegalArgumentException when a rate is out of range
   */
  public static LoadProfile spike(double base, double peak) {
    return of(new SpikePhase(base, peak, DEFAULT_DURATION));
  }

  /**
   * A rate that swings between two values, beginning at the lower, as over the hours of a day; for
   * one period unless {@link #during} says otherwise.
   *
   * @param low lowest requests per second, 0 to 1,000,000
   * @param high highest requests per second, at least {@code low}
   * @param period from one low to the next, above zero, at most seven days
   * @return an open-loop profile
   * @throws IllegalArgumentException when an argument is out of range
   */
  public static LoadProfile sine(double low, double high, Duration period) {
    return of(new SinePhase(low, high, period, period));
  }

  /**
   * The requests of a trace file, at its own times; see {@link TrafficTrace#readTimestamps(Path)}
   * for its form. {@link #speed} and {@link #times} scale it; {@link #during} cuts it, or plays it
   * over and over.
   *
   * @param trace a CSV file, plain or gzipped, with a line for each request
   * @return an open-loop profile, as long as the trace
   * @throws io.elasticinference.scaling.TraceFormatException when the file cannot be read
   */
  public static LoadProfile replay(Path trace) {
    return replay(TrafficTrace.readTimestamps(trace));
  }

  /**
   * The requests of a trace, for example of one with rates ({@link TrafficTrace#readRates(Path,
   * long)}).
   *
   * @param trace when requests came
   * @return an open-loop profile, as long as the trace
   * @throws IllegalArgumentException when the trace has no requests or is longer than seven days
   */
  public static LoadProfile replay(TrafficTrace trace) {
    return of(new ReplayPhase(trace, 1, 1));
  }

  /**
   * A closed loop: so many connections, each sending its next request when it has the reply to the
   * last, for one minute unless {@link #during} says otherwise. It is held at {@link
   * LoadLimits#maxRate()}.
   *
   * @param count 1 to 10,000
   * @return a closed-loop profile
   * @throws IllegalArgumentException when the count is out of range
   */
  public static LoadProfile connections(int count) {
    return of(new ConnectionsPhase(count, DEFAULT_DURATION));
  }

  private static LoadProfile of(LoadPhase phase) {
    return of(List.of(phase));
  }

  /**
   * The phases one after another.
   *
   * @param phases at least one; all open loops, or all closed ones
   * @return a profile with the default limits
   * @throws IllegalArgumentException when there is none, or loops are mixed
   */
  public static LoadProfile of(List<LoadPhase> phases) {
    return new LoadProfile(
        checked(phases),
        null,
        new Wanted(LoadProtocol.HTTP, null, null, false),
        LoadLimits.DEFAULT,
        List.of(StopCondition.DEFAULT));
  }

  private static List<LoadPhase> checked(List<LoadPhase> phases) {
    Check.argument(!phases.isEmpty(), "phases", phases, "at least one");
    long closed = phases.stream().filter(ConnectionsPhase.class::isInstance).count();
    Check.argument(
        closed == 0 || closed == phases.size(), "phases", phases, "all open loops or all closed");
    return List.copyOf(phases);
  }

  /**
   * Sets how long the last phase takes.
   *
   * @param duration above zero, at most seven days
   * @return a copy
   * @throws IllegalArgumentException when the duration is out of range
   */
  public LoadProfile during(Duration duration) {
    return last(phase -> phase.lasting(duration));
  }

  /**
   * Plays the last phase faster: the same requests in less time, so at higher rates.
   *
   * @param factor above 0; 10 plays an hour in six minutes, 0.5 in two hours
   * @return a copy
   * @throws IllegalArgumentException when the factor is out of range, or a rate becomes so, or the
   *     phase is a closed loop
   */
  public LoadProfile speed(double factor) {
    return last(phase -> phase.faster(factor));
  }

  /**
   * Multiplies the rates of the last phase; it takes the same time.
   *
   * @param factor above 0
   * @return a copy
   * @throws IllegalArgumentException when the factor is out of range, or a rate becomes so, or the
   *     phase is a closed loop
   */
  public LoadProfile times(double factor) {
    return last(phase -> phase.times(factor));
  }

  private LoadProfile last(UnaryOperator<LoadPhase> change) {
    int last = phases.size() - 1;
    return phases(
        Stream.concat(phases.subList(0, last).stream(), Stream.of(change.apply(phases.get(last))))
            .toList());
  }

  /**
   * Appends the phases of another profile. Request, limits and arrivals stay those of this one.
   *
   * @param next what comes after the present last phase
   * @return a copy
   * @throws IllegalArgumentException when one is an open loop and the other a closed one
   */
  public LoadProfile then(LoadProfile next) {
    Check.argument(
        closedLoop() == next.closedLoop(),
        "next",
        next,
        "a profile that is " + (closedLoop() ? "a closed" : "an open") + " loop, as this one");
    return phases(Stream.concat(phases.stream(), next.phases.stream()).toList());
  }

  /**
   * Lets many pods of the cluster send the profile together, each its share: more load than one
   * machine can make, and from more than one address. Give it to {@link
   * io.elasticinference.InferenceService#stressTest(DistributedLoad)}.
   *
   * <p>Schedule and limits stay those of the whole, divided among the workers; what comes back is
   * one report.
   *
   * @param workers how many pods, 1 to 200; at most as many as there are connections
   * @return the profile, with settings of the pods
   * @throws IllegalArgumentException when the number is out of range, the profile asks for more
   *     than its limits allow, or for gRPC, which the pods' program cannot speak
   */
  public DistributedLoad distributed(int workers) {
    return new DistributedLoad(this, workers);
  }

  /**
   * The same with other phases.
   *
   * @param others at least one; all open loops, or all closed ones
   * @return a copy
   * @throws IllegalArgumentException when there is none, or loops are mixed
   */
  public LoadProfile phases(List<LoadPhase> others) {
    return new LoadProfile(checked(others), seed, wanted, limits, stopConditions);
  }

  /**
   * Lets the requests of an open loop arrive at random, as those of many independent users do (a
   * Poisson process), instead of evenly spaced. The same seed gives the same arrivals.
   *
   * @param arrivalSeed any number
   * @return a copy
   */
  public LoadProfile poisson(long arrivalSeed) {
    return new LoadProfile(phases, arrivalSeed, wanted, limits, stopConditions);
  }

  /**
   * Sets what is sent and what is expected back. Without it, the target's path is asked for with
   * GET.
   *
   * @param toSend the request
   * @return a copy
   */
  public LoadProfile request(LoadRequest toSend) {
    return asking(LoadProtocol.HTTP, toSend, null);
  }

  /**
   * Asks for predictions over gRPC instead of HTTP, with inputs made for the model's signature:
   * only for the stress test of a service, which knows its model. Needs the library {@code
   * io.grpc:grpc-netty-shaded} on the class path.
   *
   * @return a copy
   */
  public LoadProfile grpc() {
    return asking(LoadProtocol.GRPC, null, null);
  }

  /**
   * Asks for predictions over gRPC instead of HTTP. Needs the library {@code
   * io.grpc:grpc-netty-shaded} on the class path.
   *
   * @param toSend the request
   * @return a copy
   */
  public LoadProfile grpc(GrpcRequest toSend) {
    return asking(LoadProtocol.GRPC, null, toSend);
  }

  private LoadProfile asking(
      LoadProtocol protocol, @Nullable LoadRequest http, @Nullable GrpcRequest grpc) {
    return new LoadProfile(
        phases,
        seed,
        new Wanted(protocol, http, grpc, wanted.foreignTarget()),
        limits,
        stopConditions);
  }

  /**
   * Allows the stress test of a service to send to a target that is not the service's own address,
   * which it refuses by default. Whoever allows it must be allowed to put load on that target.
   *
   * @return a copy
   */
  public LoadProfile allowForeignTarget() {
    return new LoadProfile(
        phases,
        seed,
        new Wanted(wanted.protocol(), wanted.http(), wanted.grpc(), true),
        limits,
        stopConditions);
  }

  /**
   * Sets all limits at once.
   *
   * @param newLimits what the run may not exceed
   * @return a copy
   */
  public LoadProfile limits(LoadLimits newLimits) {
    return new LoadProfile(phases, seed, wanted, newLimits, stopConditions);
  }

  /**
   * Sets how many connections may be open at once; each carries one request at a time.
   *
   * @param count 1 to 10,000
   * @return a copy
   * @throws IllegalArgumentException when the count is out of range
   */
  public LoadProfile maxConnections(int count) {
    return limits(
        new LoadLimits(count, limits.maxInFlight(), limits.maxRate(), limits.maxRequests()));
  }

  /**
   * Sets how many requests may be due and unanswered at once; those that come due above it are
   * dropped, and counted.
   *
   * @param count 1 to 1,000,000
   * @return a copy
   * @throws IllegalArgumentException when the count is out of range
   */
  public LoadProfile maxInFlight(int count) {
    return limits(
        new LoadLimits(limits.maxConnections(), count, limits.maxRate(), limits.maxRequests()));
  }

  /**
   * Allows a rate above the default of 200 requests per second (or forbids a lower one).
   *
   * @param requestsPerSecond 0.001 to 1,000,000
   * @return a copy
   * @throws IllegalArgumentException when the rate is out of range
   */
  public LoadProfile maxRate(double requestsPerSecond) {
    return limits(
        new LoadLimits(
            limits.maxConnections(),
            limits.maxInFlight(),
            requestsPerSecond,
            limits.maxRequests()));
  }

  /**
   * Allows more requests than the default of 100,000 (or fewer).
   *
   * @param count at least 1
   * @return a copy
   * @throws IllegalArgumentException when the count is out of range
   */
  public LoadProfile maxRequests(long count) {
    return limits(
        new LoadLimits(limits.maxConnections(), limits.maxInFlight(), limits.maxRate(), count));
  }

  /**
   * Ends the run early when one of the conditions holds, instead of {@link StopCondition#DEFAULT}.
   *
   * @param conditions none means: never
   * @return a copy
   */
  public LoadProfile stopWhen(StopCondition... conditions) {
    return new LoadProfile(phases, seed, wanted, limits, List.of(conditions));
  }

  /**
   * The phases, in order.
   *
   * @return at least one; unmodifiable
   */
  public List<LoadPhase> phases() {
    return phases;
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
   * What requests are sent in.
   *
   * @return HTTP unless {@link #grpc()} was called
   */
  public LoadProtocol protocol() {
    return wanted.protocol();
  }

  /**
   * What is sent over HTTP.
   *
   * @return empty when nothing was set, or gRPC is asked for
   */
  public Optional<LoadRequest> request() {
    return Optional.ofNullable(wanted.http());
  }

  /**
   * What is sent over gRPC.
   *
   * @return empty when nothing was set, or HTTP is asked for
   */
  public Optional<GrpcRequest> grpcRequest() {
    return Optional.ofNullable(wanted.grpc());
  }

  /**
   * Whether a service's stress test may send elsewhere.
   *
   * @return false unless {@link #allowForeignTarget()} was called
   */
  public boolean foreignTargetAllowed() {
    return wanted.foreignTarget();
  }

  /**
   * What the run may not exceed.
   *
   * @return the limits
   */
  public LoadLimits limits() {
    return limits;
  }

  /**
   * When the run ends early.
   *
   * @return unmodifiable
   */
  public List<StopCondition> stopConditions() {
    return stopConditions;
  }

  /**
   * How long all phases take together.
   *
   * @return above zero
   */
  public Duration duration() {
    return phases.stream().map(LoadPhase::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Whether the server's replies decide when the next request leaves.
   *
   * @return true for {@link #connections}
   */
  public boolean closedLoop() {
    return phases.get(0) instanceof ConnectionsPhase;
  }

  /** The phases as text, for example {@code constant 35/s for 40s, poisson(42)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (LoadPhase phase : phases) {
      text.append(text.isEmpty() ? "" : ", then ").append(phase);
    }
    text.append(seed == null ? "" : ", poisson(" + seed + ")");
    return text.append(protocol() == LoadProtocol.GRPC ? ", gRPC" : "").toString();
  }
}
