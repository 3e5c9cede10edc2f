package io.elasticinference.metrics;

import io.elasticinference.internal.metrics.TrafficText;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A metric as the autoscaler's adapter reads it at one moment: by its own query, to the letter, and
 * cut to an integer as it cuts.
 *
 * @param metric the metric's name
 * @param valueRead the value over all replicas; null where the log has no lines, so that the
 *     autoscaler gets none either
 * @param target what the autoscaler keeps it near
 * @param perReplica whether the target is for each replica, or else for all of them alike
 * @param from the begin of the span that the value covers, a whole second
 * @param to its end, a whole second, exclusive
 * @param whole whether the adapter asks the log for all of that span; otherwise the value reads too
 *     low
 * @param query the question that the log was asked
 */
public record AdapterReading(
    String metric,
    @Nullable Double valueRead,
    double target,
    boolean perReplica,
    Instant from,
    Instant to,
    boolean whole,
    String query) {

  /**
   * The value over all replicas.
   *
   * @return empty where the log has no lines, so that the autoscaler gets none either
   */
  public OptionalDouble value() {
    return valueRead == null ? OptionalDouble.empty() : OptionalDouble.of(valueRead);
  }

  /**
   * The reading in one line.
   *
   * @return name, value, target and span
   */
  @Override
  public String toString() {
    return TrafficText.line(this);
  }
}
