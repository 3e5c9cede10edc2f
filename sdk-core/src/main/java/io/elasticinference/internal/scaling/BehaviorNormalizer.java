package io.elasticinference.internal.scaling;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;

import io.elasticinference.scaling.HpaSettings;

/**
 * For an HPA with a behavior: a window for each direction, whose begin does not belong to it, then
 * policies and bounds.
 */
final class BehaviorNormalizer implements Normalizer {

  private final HpaSettings settings;
  private final long upWindow;
  private final long downWindow;
  private final PolicyLimits limits;
  private final SlidingMax highest = new SlidingMax();
  private final SlidingMax lowestNegated = new SlidingMax();

  BehaviorNormalizer(HpaSettings settings, Rules up, Rules down) {
    this.settings = settings;
    this.upWindow = up.window();
    this.downWindow = down.window();
    this.limits = new PolicyLimits(up, down);
  }

  @Override
  public void first(long now, int current) {
    remember(now, current);
  }

  private void remember(long now, int recommendation) {
    highest.add(now, recommendation);
    lowestNegated.add(now, -recommendation);
  }

  @Override
  public int normalize(long now, int current, int wanted, Conditions conditions) {
    int stabilized = stabilized(now, current, wanted);
    remember(now, wanted);
    if (stabilized == wanted) {
      Reasons.ready(conditions);
    } else if (wanted >= current) {
      conditions.set(ABLE_TO_SCALE, true, "ScaleUpStabilized", Reasons.SCALE_UP_STABILIZED);
    } else {
      conditions.set(ABLE_TO_SCALE, true, "ScaleDownStabilized", Reasons.SCALE_DOWN_STABILIZED);
    }
    return limited(now, current, stabilized, conditions);
  }

  /** The current replicas, moved only as far as all recommendations of the windows agree. */
  private int stabilized(long now, int current, int wanted) {
    int atLeast = -lowestNegated.since(now - upWindow + 1, -wanted);
    int atMost = highest.since(now - downWindow + 1, wanted);
    return Math.min(Math.max(current, atLeast), atMost);
  }

  private int limited(long now, int current, int stabilized, Conditions conditions) {
    if (stabilized > current) {
      int limit = limits.highest(now, current);
      int max = Math.min(settings.maxReplicas(), limit);
      if (stabilized > max) {
        boolean fast = settings.maxReplicas() > limit;
        conditions.set(
            SCALING_LIMITED,
            true,
            fast ? "ScaleUpLimit" : "TooManyReplicas",
            fast ? Reasons.TOO_FAST_UP : Reasons.TOO_MANY);
        return max;
      }
    } else if (stabilized < current) {
      int limit = limits.lowest(now, current);
      int min = Math.max(settings.minReplicas(), limit);
      if (stabilized < min) {
        boolean fast = settings.minReplicas() < limit;
        conditions.set(
            SCALING_LIMITED,
            true,
            fast ? "ScaleDownLimit" : "TooFewReplicas",
            fast ? Reasons.TOO_FAST_DOWN : Reasons.TOO_FEW);
        return min;
      }
    }
    Reasons.withinRange(conditions);
    return stabilized;
  }

  @Override
  public void changed(long now, int from, int to) {
    limits.changed(now, from, to);
  }
}
