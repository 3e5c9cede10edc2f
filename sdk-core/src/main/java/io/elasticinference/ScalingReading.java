package io.elasticinference;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One metric as an autoscaler last saw it, beside its target. Both are values for each replica, or
 * both for all replicas.
 *
 * @param metric the metric's name in the cluster, for example {@code sls_ingress_qps}
 * @param perReplica whether target and value are for each replica
 * @param target what the autoscaler keeps it near
 * @param valueSeen what it last saw; null: no value yet
 */
public record ScalingReading(
    String metric, boolean perReplica, double target, @Nullable Double valueSeen) {

  /**
   * What the autoscaler last saw.
   *
   * @return the value; empty before the first one arrived
   */
  public OptionalDouble value() {
    return valueSeen == null ? OptionalDouble.empty() : OptionalDouble.of(valueSeen);
  }

  /**
   * The value over all replicas.
   *
   * @param replicas how many replicas an average was taken over
   * @return the value; empty before the first one arrived
   */
  public OptionalDouble inAll(int replicas) {
    return valueSeen == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(perReplica ? valueSeen * replicas : valueSeen);
  }
}
