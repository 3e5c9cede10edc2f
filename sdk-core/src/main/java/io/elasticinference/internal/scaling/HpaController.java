package io.elasticinference.internal.scaling;

import static io.elasticinference.internal.scaling.Checks.check;
import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_ACTIVE;

import io.elasticinference.scaling.HpaDecision;
import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.MetricReading;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One sync after the other, with the memory in between (reconcileAutoscaler). */
public final class HpaController {

  private static final String BELOW_MIN = "Current number of replicas below Spec.MinReplicas";
  private static final String ABOVE_MAX = "Current number of replicas above Spec.MaxReplicas";
  private static final String ABOVE_TARGET = "external metric above target";
  private static final String BELOW_TARGET = "All metrics below target";

  private final HpaSettings settings;
  private final List<Long> targets;
  private final MetricProposal proposal;
  private final Normalizer normalizer;
  private final Conditions conditions = new Conditions();
  private long last = Long.MIN_VALUE;

  /** Makes a controller that has seen nothing yet. */
  public HpaController(HpaSettings settings) {
    this.settings = settings;
    this.targets = settings.averageValuesMilli();
    Rules up = Rules.up(settings);
    Rules down = Rules.down(settings);
    this.proposal = new MetricProposal(down.tolerance(), up.tolerance());
    this.normalizer =
        settings.scaleUp().isPresent() || settings.scaleDown().isPresent()
            ? new BehaviorNormalizer(settings, up, down)
            : new PlainNormalizer(settings);
  }

  /** Looks once; arguments are as of {@code HpaSimulator.sync}. */
  public HpaDecision sync(Duration at, int current, int status, MetricReading[] readings) {
    long now = at.toNanos();
    check(now >= last, "now", at, ">= the last sync's, " + Duration.ofNanos(Math.max(0, last)));
    if (last == Long.MIN_VALUE) {
      normalizer.first(now, current);
    }
    last = now;
    conditions.set(
        ABLE_TO_SCALE,
        true,
        "SucceededGetScale",
        "the HPA controller was able to get the target's current scale");
    if (current == 0) {
      conditions.set(
          SCALING_ACTIVE,
          false,
          "ScalingDisabled",
          "scaling is disabled since the replica count of the target is zero");
      return unchanged(at, 0, OptionalInt.empty());
    }
    if (current > settings.maxReplicas()) {
      return rescaled(at, current, OptionalInt.empty(), settings.maxReplicas(), ABOVE_MAX);
    }
    if (current < settings.minReplicas()) {
      return rescaled(at, current, OptionalInt.empty(), settings.minReplicas(), BELOW_MIN);
    }
    OptionalInt wanted = wanted(current, status, readings);
    if (wanted.isEmpty()) {
      return unchanged(at, current, wanted);
    }
    int desired = normalizer.normalize(now, current, wanted.getAsInt(), conditions);
    if (desired == current) {
      return unchanged(at, current, wanted);
    }
    if (desired < 0) {
      return refused(at, current, wanted, desired);
    }
    String reason =
        wanted.getAsInt() > current
            ? ABOVE_TARGET
            : wanted.getAsInt() < current ? BELOW_TARGET : "";
    return rescaled(at, current, wanted, desired, reason);
  }

  /** The most that any metric asks for; nothing where one is missing and the rest ask for fewer. */
  private OptionalInt wanted(int current, int status, MetricReading[] readings) {
    int most = 0;
    int missing = 0;
    for (int i = 0; i < readings.length; i++) {
      if (readings[i].present()) {
        most = Math.max(most, proposal.replicas(readings[i], targets.get(i), status));
      } else {
        missing++;
      }
    }
    if (missing == readings.length || (missing > 0 && most < current)) {
      conditions.set(
          SCALING_ACTIVE,
          false,
          "FailedGetExternalMetric",
          "the HPA was unable to compute the replica count: unable to get external metric: no"
              + " metrics returned from external metrics API");
      return OptionalInt.empty();
    }
    conditions.set(
        SCALING_ACTIVE,
        true,
        "ValidMetricFound",
        "the HPA was able to successfully calculate a replica count from external metric");
    return OptionalInt.of(most);
  }

  private HpaDecision rescaled(
      Duration at, int current, OptionalInt wanted, int desired, String reason) {
    conditions.set(
        ABLE_TO_SCALE,
        true,
        "SucceededRescale",
        "the HPA controller was able to update the target scale to " + desired);
    normalizer.changed(at.toNanos(), current, desired);
    return new HpaDecision(at, current, wanted, desired, reason, conditions.list());
  }

  /**
   * The API server takes no negative replicas, which is what wrapped-around arithmetic asks for.
   */
  private HpaDecision refused(Duration at, int current, OptionalInt wanted, int desired) {
    conditions.set(
        ABLE_TO_SCALE,
        false,
        "FailedUpdateScale",
        "the HPA controller was unable to update the target scale: spec.replicas: Invalid value: "
            + desired
            + ": must be greater than or equal to 0");
    return unchanged(at, current, wanted);
  }

  private HpaDecision unchanged(Duration at, int current, OptionalInt wanted) {
    return new HpaDecision(at, current, wanted, current, "", conditions.list());
  }
}
