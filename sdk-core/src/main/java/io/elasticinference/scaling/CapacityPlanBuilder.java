package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.Autoscale;
import io.elasticinference.ScalingTarget;
import io.elasticinference.internal.scaling.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link CapacityPlan} together. Traffic, capacity, start time and price have to be given,
 * since nobody can guess them. Not safe for use by several threads.
 */
public final class CapacityPlanBuilder {

  private static final Duration LONGEST_TRACE = Duration.ofDays(366);

  private @Nullable TrafficTrace trace;
  private @Nullable ReplicaCapacity capacity;
  private @Nullable Duration startTime;
  private @Nullable Price price;
  private @Nullable HpaSettings autoscaler;
  private Duration requestTimeout = Duration.ofSeconds(60);
  private Duration drainTime = Duration.ofSeconds(30);
  private MetricWindow metricWindow = MetricWindow.defaults();
  private int initialReplicas;
  private long seed = 1;

  CapacityPlanBuilder() {}

  /**
   * Sets the traffic.
   *
   * @param value the trace, at most 366 days long
   * @return this
   * @throws IllegalArgumentException where the trace is longer
   */
  public CapacityPlanBuilder trace(TrafficTrace value) {
    Duration length = value.duration();
    check(length.compareTo(LONGEST_TRACE) <= 0, "trace", length, "at most " + LONGEST_TRACE);
    trace = value;
    return this;
  }

  /**
   * Sets what a replica can do.
   *
   * @param value the capacity
   * @return this
   */
  public CapacityPlanBuilder capacity(ReplicaCapacity value) {
    capacity = value;
    return this;
  }

  /**
   * Sets how long a replica needs from its creation until it is ready: for an elastic container
   * instance its scheduling, the image and the model's load together.
   *
   * @param value at least 0 s
   * @return this
   * @throws IllegalArgumentException where the time is negative
   */
  public CapacityPlanBuilder startTime(Duration value) {
    startTime = Checks.notNegative("startTime", value);
    return this;
  }

  /**
   * Sets what a replica costs.
   *
   * @param value the price
   * @return this
   */
  public CapacityPlanBuilder price(Price value) {
    price = value;
    return this;
  }

  /**
   * Sets how the service scales. Without it each replica is kept at 70 % of what it can do, and
   * there are 1 to 10.
   *
   * @param value the autoscaler, with one target: requests a second
   * @return this
   * @throws IllegalArgumentException where it has several targets
   */
  public CapacityPlanBuilder autoscaler(HpaSettings value) {
    oneTarget(value);
    autoscaler = value;
    return this;
  }

  /**
   * Sets how the service scales as it will be deployed, with the stretch of the log that its metric
   * covers.
   *
   * @param value an autoscale by requests a second alone, without windows
   * @return this
   * @throws IllegalArgumentException where it has other targets or windows, which are not
   *     simulated, or breaks a rule of its metric
   */
  public CapacityPlanBuilder autoscale(Autoscale value) {
    check(
        value.targets().stream().allMatch(target -> target instanceof ScalingTarget.Qps),
        "autoscale",
        value,
        "requests a second alone");
    metricWindow =
        new MetricWindow(
            value.queryInterval().orElse(metricWindow.interval()),
            value.queryDelay().orElse(metricWindow.delay()),
            metricWindow.missingWhenIdle());
    return autoscaler(HpaSettings.of(value));
  }

  /**
   * Sets after what time a request without an answer has failed. Without it 60 s, as the nginx
   * ingress has it.
   *
   * @param value above 0 s
   * @return this
   * @throws IllegalArgumentException where the time is not above 0 s
   */
  public CapacityPlanBuilder requestTimeout(Duration value) {
    requestTimeout = Checks.positive("requestTimeout", value);
    return this;
  }

  /**
   * Sets how long a replica that has to go may still finish its requests. Without it 30 s, as
   * Kubernetes has it.
   *
   * @param value at least 0 s
   * @return this
   * @throws IllegalArgumentException where the time is negative
   */
  public CapacityPlanBuilder drainTime(Duration value) {
    drainTime = Checks.notNegative("drainTime", value);
    return this;
  }

  /**
   * Sets what stretch of the log the autoscaler's metric covers. Without it the adapter's own.
   *
   * @param value the window
   * @return this
   */
  public CapacityPlanBuilder metricWindow(MetricWindow value) {
    metricWindow = value;
    return this;
  }

  /**
   * Sets how many replicas are ready at the begin. Without it the fewest that the autoscaler
   * allows.
   *
   * @param value at least 1
   * @return this
   * @throws IllegalArgumentException where there are none
   */
  public CapacityPlanBuilder initialReplicas(int value) {
    check(value >= 1, "initialReplicas", value, ">= 1");
    initialReplicas = value;
    return this;
  }

  /**
   * Chooses the random service times. Without it 1.
   *
   * @param value any
   * @return this
   */
  public CapacityPlanBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Makes the plan.
   *
   * @return the plan
   * @throws IllegalStateException where something that has to be given is missing
   */
  public CapacityPlan build() {
    return new CapacityPlan(this);
  }

  static void oneTarget(HpaSettings settings) {
    int targets = settings.averageValuesMilli().size();
    check(targets == 1, "autoscaler", targets + " targets", "one, requests a second");
  }

  private static <T> T given(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(name + ": not set (expected: a value; it is never guessed)");
    }
    return value;
  }

  TrafficTrace trace() {
    return given("trace", trace);
  }

  ReplicaCapacity capacity() {
    return given("capacity", capacity);
  }

  Duration startTime() {
    return given("startTime", startTime);
  }

  Price price() {
    return given("price", price);
  }

  HpaSettings autoscaler() {
    return autoscaler == null
        ? HpaSettings.averageValue(0.7 * capacity().requestsPerSecond())
        : autoscaler;
  }

  Duration requestTimeout() {
    return requestTimeout;
  }

  Duration drainTime() {
    return drainTime;
  }

  MetricWindow metricWindow() {
    return metricWindow;
  }

  /** 0 where it was not set. */
  int initialReplicas() {
    return initialReplicas;
  }

  long seed() {
    return seed;
  }
}
