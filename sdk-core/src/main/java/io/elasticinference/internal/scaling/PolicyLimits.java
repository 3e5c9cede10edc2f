package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.SelectPolicy;

/**
 * How far the policies let the replicas go now. All sums wrap around at 32 bits and percentages are
 * doubles, as in the controller.
 */
final class PolicyLimits {

  private final Rules up;
  private final Rules down;
  private final ScaleEvents ups = new ScaleEvents();
  private final ScaleEvents downs = new ScaleEvents();

  PolicyLimits(Rules up, Rules down) {
    this.up = up;
    this.down = down;
  }

  /** Remembers a change of the replicas. */
  void changed(long now, int from, int to) {
    if (to > from) {
      ups.add(now, to - from, up.longestPeriod());
    } else {
      downs.add(now, from - to, down.longestPeriod());
    }
  }

  /** The most replicas that scaling up may reach, not below the current ones. */
  int highest(long now, int current) {
    if (up.select() == SelectPolicy.DISABLED) {
      return current;
    }
    boolean min = up.select() == SelectPolicy.MIN;
    int result = min ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    for (ScalingPolicy policy : up.policies()) {
      int start = periodStart(now, current, policy);
      int proposed =
          policy.type() == ScalingPolicy.Type.PODS
              ? start + policy.value()
              : GoInts.int32(Math.ceil(start * (1 + policy.value() / 100.0)));
      result = min ? Math.min(result, proposed) : Math.max(result, proposed);
    }
    return Math.max(result, current);
  }

  /** The fewest replicas that scaling down may reach, not above the current ones. */
  int lowest(long now, int current) {
    if (down.select() == SelectPolicy.DISABLED) {
      return current;
    }
    boolean min = down.select() == SelectPolicy.MIN;
    int result = min ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    for (ScalingPolicy policy : down.policies()) {
      int start = periodStart(now, current, policy);
      int proposed =
          policy.type() == ScalingPolicy.Type.PODS
              ? start - policy.value()
              : GoInts.int32(start * (1 - policy.value() / 100.0));
      result = min ? Math.max(result, proposed) : Math.min(result, proposed);
    }
    return Math.min(result, current);
  }

  private int periodStart(long now, int current, ScalingPolicy policy) {
    long period = policy.period().toNanos();
    return current - ups.within(now, period) + downs.within(now, period);
  }
}
