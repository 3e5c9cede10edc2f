package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import io.elasticinference.Autoscale;
import io.elasticinference.ScalingTarget;
import io.elasticinference.internal.scaling.Quantities;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A horizontal pod autoscaler on external metrics with {@code AverageValue} targets, and the flags
 * of the controller that runs it. Immutable.
 */
public final class HpaSettings {

  private final List<Long> targetsMilli;
  private final int minReplicas;
  private final int maxReplicas;
  private final @Nullable ScalingRules scaleUp;
  private final @Nullable ScalingRules scaleDown;
  private final ControllerFlags controller;

  private HpaSettings(
      List<Long> targetsMilli,
      int minReplicas,
      int maxReplicas,
      @Nullable ScalingRules scaleUp,
      @Nullable ScalingRules scaleDown,
      ControllerFlags controller) {
    this.targetsMilli = targetsMilli;
    this.minReplicas = minReplicas;
    this.maxReplicas = maxReplicas;
    this.scaleUp = scaleUp;
    this.scaleDown = scaleDown;
    this.controller = controller;
  }

  /**
   * Keeps each replica near a value of a metric, such as requests a second. Kubernetes counts in
   * thousandths: what is finer is rounded up.
   *
   * @param target the metric's value for each replica, above 0
   * @return settings for 1 to 10 replicas, with Kubernetes' defaults: a sync each 15 s, a tolerance
   *     of 10 %, a window of 5 min before scaling down, no behavior
   * @throws IllegalArgumentException where the target is not above 0
   */
  public static HpaSettings averageValue(double target) {
    return averageValueMilli(Quantities.milli("target", target));
  }

  /**
   * Keeps each replica near a value of a metric, in thousandths.
   *
   * @param targetMilli thousandths of the metric's value for each replica, above 0
   * @return settings as of {@link #averageValue(double)}
   * @throws IllegalArgumentException where the target is not above 0
   */
  public static HpaSettings averageValueMilli(long targetMilli) {
    return new HpaSettings(
        List.of(checked(targetMilli)), 1, 10, null, null, ControllerFlags.defaults());
  }

  /**
   * The autoscaler that an autoscale is deployed as, so that what is simulated is what runs.
   *
   * @param autoscale targets for each replica, without windows
   * @return its targets, bounds and rules, with Kubernetes' default flags
   * @throws IllegalArgumentException where it has a target that is not for each replica, such as a
   *     latency, or windows that raise the minimum: neither is simulated
   */
  public static HpaSettings of(Autoscale autoscale) {
    check(
        autoscale.windows().isEmpty(), "autoscale", autoscale.windows(), "no windows by cron(..)");
    List<Double> targets = autoscale.targets().stream().map(HpaSettings::perReplica).toList();
    HpaSettings settings = averageValue(targets.get(0));
    for (double target : targets.subList(1, targets.size())) {
      settings = settings.and(target);
    }
    settings = settings.replicas(autoscale.minReplicas(), autoscale.maxReplicas());
    return new HpaSettings(
        settings.targetsMilli,
        settings.minReplicas,
        settings.maxReplicas,
        autoscale.scaleUp().orElse(null),
        autoscale.scaleDown().orElse(null),
        settings.controller);
  }

  private static double perReplica(ScalingTarget target) {
    if (target instanceof ScalingTarget.Qps qps) {
      return qps.perReplica();
    }
    if (target instanceof ScalingTarget.Inflow inflow) {
      return inflow.bytesPerSecondPerReplica();
    }
    throw new IllegalArgumentException(
        "autoscale: "
            + target
            + " (expected: targets for each replica, qps(..) or inflow(..), since only these are"
            + " simulated)");
  }

  /**
   * The autoscale to deploy for these settings, whose one target is requests a second.
   *
   * @return the autoscale with the same target, bounds and rules; flags of the controller are the
   *     cluster's own
   * @throws IllegalArgumentException where there are several targets: what they mean is not known
   */
  public Autoscale toAutoscale() {
    check(targetsMilli.size() == 1, "targets", targetsMilli.size(), "one, requests a second");
    Autoscale autoscale = Autoscale.qps(averageValue()).replicas(minReplicas, maxReplicas);
    if (scaleUp != null) {
      autoscale = autoscale.scaleUp(scaleUp);
    }
    return scaleDown == null ? autoscale : autoscale.scaleDown(scaleDown);
  }

  private static long checked(long targetMilli) {
    check(targetMilli > 0, "target", targetMilli + " thousandths", "> 0");
    return targetMilli;
  }

  /**
   * Adds a metric: the autoscaler takes the most replicas that any of them asks for.
   *
   * @param target the other metric's value for each replica, above 0
   * @return the same with one more metric
   * @throws IllegalArgumentException where the target is not above 0
   */
  public HpaSettings and(double target) {
    long milli = checked(Quantities.milli("target", target));
    return new HpaSettings(
        Stream.concat(targetsMilli.stream(), Stream.of(milli)).toList(),
        minReplicas,
        maxReplicas,
        scaleUp,
        scaleDown,
        controller);
  }

  /** The same with one metric's target, rounded to thousandths. */
  HpaSettings averageValueOf(double target) {
    return new HpaSettings(
        averageValue(target).targetsMilli,
        minReplicas,
        maxReplicas,
        scaleUp,
        scaleDown,
        controller);
  }

  /**
   * Bounds the replicas.
   *
   * @param min the fewest, at least 1
   * @param max the most, at least {@code min}
   * @return the same with those bounds
   * @throws IllegalArgumentException where a bound is out of range
   */
  public HpaSettings replicas(int min, int max) {
    check(min >= 1, "min", min, ">= 1");
    check(max >= min, "max", max, ">= min, " + min);
    return new HpaSettings(targetsMilli, min, max, scaleUp, scaleDown, controller);
  }

  /**
   * Sets how to scale up. With this or {@link #scaleDown(ScalingRules)} the HPA has a behavior, in
   * which Kubernetes fills in what is left open.
   *
   * @param rules the rules
   * @return the same with those rules
   */
  public HpaSettings scaleUp(ScalingRules rules) {
    return new HpaSettings(targetsMilli, minReplicas, maxReplicas, rules, scaleDown, controller);
  }

  /**
   * Sets how to scale down. With this or {@link #scaleUp(ScalingRules)} the HPA has a behavior, in
   * which Kubernetes fills in what is left open.
   *
   * @param rules the rules
   * @return the same with those rules
   */
  public HpaSettings scaleDown(ScalingRules rules) {
    return new HpaSettings(targetsMilli, minReplicas, maxReplicas, scaleUp, rules, controller);
  }

  /**
   * Sets the flags of the controller that runs the HPA.
   *
   * @param flags the flags
   * @return the same with those flags
   */
  public HpaSettings controller(ControllerFlags flags) {
    return new HpaSettings(targetsMilli, minReplicas, maxReplicas, scaleUp, scaleDown, flags);
  }

  /**
   * The first metric's target.
   *
   * @return its value for each replica
   */
  public double averageValue() {
    return targetsMilli.get(0) / 1000.0;
  }

  /**
   * The targets of all metrics.
   *
   * @return thousandths of each metric's value for each replica, at least one
   */
  public List<Long> averageValuesMilli() {
    return targetsMilli;
  }

  /**
   * The fewest replicas.
   *
   * @return the lower bound
   */
  public int minReplicas() {
    return minReplicas;
  }

  /**
   * The most replicas.
   *
   * @return the upper bound
   */
  public int maxReplicas() {
    return maxReplicas;
  }

  /**
   * How to scale up.
   *
   * @return the rules, if they were set
   */
  public Optional<ScalingRules> scaleUp() {
    return Optional.ofNullable(scaleUp);
  }

  /**
   * How to scale down.
   *
   * @return the rules, if they were set
   */
  public Optional<ScalingRules> scaleDown() {
    return Optional.ofNullable(scaleDown);
  }

  /**
   * The flags of the controller that runs the HPA.
   *
   * @return the flags
   */
  public ControllerFlags controller() {
    return controller;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HpaSettings that
        && targetsMilli.equals(that.targetsMilli)
        && minReplicas == that.minReplicas
        && maxReplicas == that.maxReplicas
        && Objects.equals(scaleUp, that.scaleUp)
        && Objects.equals(scaleDown, that.scaleDown)
        && controller.equals(that.controller);
  }

  @Override
  public int hashCode() {
    return Objects.hash(targetsMilli, minReplicas, maxReplicas, scaleUp, scaleDown, controller);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("averageValue");
    text.append(targetsMilli.stream().map(t -> t / 1000.0).toList());
    text.append(" replicas=").append(minReplicas).append("..").append(maxReplicas);
    scaleUp().ifPresent(rules -> text.append(" scaleUp{").append(rules).append('}'));
    scaleDown().ifPresent(rules -> text.append(" scaleDown{").append(rules).append('}'));
    return text.toString();
  }
}
