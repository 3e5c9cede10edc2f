package io.elasticinference.scaling;

import io.elasticinference.internal.scaling.QueueSetup;
import io.elasticinference.internal.scaling.QueueSimulation;
import io.elasticinference.internal.scaling.Traffic;
import java.time.Duration;

/**
 * A service on paper: its traffic, what a replica can do, costs and needs to start, and how it
 * scales. Playing it answers how it would have fared. Immutable, and the same every time: all
 * chance comes from a seed.
 *
 * <p>What is played: requests queue, first come first served, for the free slots of ready replicas.
 * A request that has no answer within the timeout has failed; it leaves the queue, or, when it is
 * being served already, still keeps its slot to the end. The autoscaler looks after each sync
 * period at the rate of requests that the ingress has logged in the {@link MetricWindow}, which is
 * when they ended, and decides as {@link HpaSimulator} does. New replicas are ready after the start
 * time; what has to go finishes its requests, for no longer than the drain time, and is not ready
 * or youngest. A replica costs from its creation until it is gone.
 *
 * <pre>{@code
 * CapacityPlan plan = CapacityPlan.builder()
 *     .trace(TrafficTrace.readTimestamps(Path.of("requests.csv")))
 *     .capacity(new ReplicaCapacity(4, ServiceTime.lognormal(Duration.ofMillis(600), Duration.ofMillis(2500))))
 *     .startTime(Duration.ofSeconds(40))
 *     .autoscaler(HpaSettings.averageValue(4).replicas(1, 20))
 *     .build();
 * System.out.println(plan.simulate());
 * System.out.println(plan.recommend(Slo.p99(Duration.ofSeconds(5))));
 * }</pre>
 */
public final class CapacityPlan {

  private final TrafficTrace trace;
  private final ReplicaCapacity capacity;
  private final HpaSettings autoscaler;
  private final Price price;
  private final Duration startTime;
  private final Duration requestTimeout;
  private final Duration drainTime;
  private final int initialReplicas;
  private final MetricWindow metricWindow;
  private final Traffic traffic;

  CapacityPlan(CapacityPlanBuilder builder) {
    trace = builder.trace();
    capacity = builder.capacity();
    autoscaler = builder.autoscaler();
    price = builder.price();
    startTime = builder.startTime();
    requestTimeout = builder.requestTimeout();
    drainTime = builder.drainTime();
    initialReplicas = builder.initialReplicas();
    metricWindow = builder.metricWindow();
    traffic =
        new Traffic(
            trace.arrivalNanos(), capacity.serviceTime().draw(trace.requests(), builder.seed()));
  }

  /**
   * Begins a plan.
   *
   * @return a builder
   */
  public static CapacityPlanBuilder builder() {
    return new CapacityPlanBuilder();
  }

  /**
   * Plays the plan with its own autoscaler.
   *
   * @return how the service fared
   */
  public CapacityReport simulate() {
    return simulate(autoscaler);
  }

  /**
   * Plays the plan with another autoscaler.
   *
   * @param settings the autoscaler, with one target: requests a second
   * @return how the service fared
   * @throws IllegalArgumentException where it has several targets
   */
  public CapacityReport simulate(HpaSettings settings) {
    CapacityPlanBuilder.oneTarget(settings);
    return new CapacityReport(this, settings, QueueSimulation.run(setup(settings)));
  }

  /**
   * Searches the cheapest autoscaler that keeps a promise: its target, its fewest replicas and its
   * stabilisation windows, around the capacity of a replica. The most replicas, policies and
   * tolerances stay as the plan's own autoscaler has them.
   *
   * @param slo the promise
   * @return what was found, and all that was tried
   */
  public Recommendation recommend(Slo slo) {
    return new SettingSearch(this, slo).recommend();
  }

  private QueueSetup setup(HpaSettings settings) {
    return new QueueSetup(
        traffic,
        capacity.concurrency(),
        startTime.toNanos(),
        requestTimeout.toNanos(),
        drainTime.toNanos(),
        trace.duration().toNanos(),
        settings,
        initialReplicas == 0 ? settings.minReplicas() : initialReplicas,
        metricWindow);
  }

  /**
   * The traffic.
   *
   * @return the trace
   */
  public TrafficTrace trace() {
    return trace;
  }

  /**
   * What a replica can do.
   *
   * @return the capacity
   */
  public ReplicaCapacity capacity() {
    return capacity;
  }

  /**
   * How the service scales.
   *
   * @return the autoscaler
   */
  public HpaSettings autoscaler() {
    return autoscaler;
  }

  /**
   * What a replica costs.
   *
   * @return the price
   */
  public Price price() {
    return price;
  }

  /**
   * How long a replica needs until it is ready.
   *
   * @return the time
   */
  public Duration startTime() {
    return startTime;
  }

  /**
   * After what time a request without an answer has failed.
   *
   * @return the timeout
   */
  public Duration requestTimeout() {
    return requestTimeout;
  }

  /** When requests come and how long each takes. */
  Traffic traffic() {
    return traffic;
  }

  @Override
  public String toString() {
    return trace
        + "; replica: "
        + capacity.concurrency()
        + " at a time, "
        + capacity.serviceTime()
        + ", ready after "
        + startTime
        + "; "
        + autoscaler;
  }

  /** What stretch of the log the autoscaler's metric covers. */
  MetricWindow metricWindow() {
    return metricWindow;
  }
}
