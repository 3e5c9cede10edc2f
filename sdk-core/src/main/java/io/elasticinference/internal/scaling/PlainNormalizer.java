package io.elasticinference.internal.scaling;

import static io.elasticinference.scaling.HpaCondition.Type.ABLE_TO_SCALE;
import static io.elasticinference.scaling.HpaCondition.Type.SCALING_LIMITED;

import io.elasticinference.scaling.HpaSettings;

/**
 * For an HPA without a behavior: one window before scaling down, whose begin belongs to it, and at
 * most the larger of 4 and twice the replicas in one sync.
 */
final class PlainNormalizer implements Normalizer {

  private final HpaSettings settings;
  private final long window;
  private final SlidingMax recommendations = new SlidingMax();

  PlainNormalizer(HpaSettings settings) {
    this.settings = settings;
    this.window = settings.controller().downscaleStabilization().toNanos();
  }

  @Override
  public void first(long now, int current) {
    recommendations.add(now, current);
  }

  @Override
  public int normalize(long now, int current, int wanted, Conditions conditions) {
    int stabilized = recommendations.since(now - window, wanted);
    recommendations.add(now, wanted);
    if (stabilized == wanted) {
      Reasons.ready(conditions);
    } else {
      conditions.set(ABLE_TO_SCALE, true, "ScaleDownStabilized", Reasons.SCALE_DOWN_STABILIZED);
    }
    return bounded(current, stabilized, conditions);
  }

  private int bounded(int current, int stabilized, Conditions conditions) {
    int limit = GoInts.int32(Math.max(2.0 * current, 4.0));
    int min = settings.minReplicas();
    int max = Math.min(settings.maxReplicas(), limit);
    if (stabilized < min) {
      conditions.set(SCALING_LIMITED, true, "TooFewReplicas", Reasons.TOO_FEW);
      return min;
    }
    if (stabilized > max) {
      boolean fast = settings.maxReplicas() > limit;
      conditions.set(
          SCALING_LIMITED,
          true,
          fast ? "ScaleUpLimit" : "TooManyReplicas",
          fast ? Reasons.TOO_FAST_UP : Reasons.TOO_MANY);
      return max;
    }
    Reasons.withinRange(conditions);
    return stabilized;
  }

  @Override
  public void changed(long now, int from, int to) {
    // No policy counts changes here.
  }
}
