package io.elasticinference;

import io.elasticinference.internal.explain.ExplanationText;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.scaling.HpaCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a service has the replicas that it has. Printed, it is a text for people: the sentence, what
 * to do, and the numbers behind it.
 *
 * @param cause why, for programs to act on
 * @param sentence why, for people
 * @param hint what to do about it; empty where nothing needs to be done
 * @param certain whether all of it was seen; otherwise a part was worked out from what Kubernetes
 *     does not tell, and the sentence says which
 * @param untilExpected when a window lets go; null where the cause is none that time ends
 * @param status the autoscaler's bounds, and what it last saw and wants; null where there is none
 * @param wantedByMetrics how many replicas the metrics ask for, before bounds, windows and
 *     policies; null where no metric is known
 * @param asAdapterSeesIt each metric as the adapter reads it now; empty where the log cannot be
 *     read
 * @param conditions the autoscaler's own conditions
 * @param events what the cluster wrote down about the autoscaler, newest first
 * @param problems what keeps pods from starting, worst first
 * @see ServiceAutoscaling#explain()
 */
public record ScalingExplanation(
    ScalingCause cause,
    String sentence,
    String hint,
    boolean certain,
    @Nullable Instant untilExpected,
    @Nullable ScalingStatus status,
    @Nullable Integer wantedByMetrics,
    List<AdapterReading> asAdapterSeesIt,
    List<HpaCondition> conditions,
    List<ScalingEvent> events,
    List<Problem> problems) {

  public ScalingExplanation {
    asAdapterSeesIt = List.copyOf(asAdapterSeesIt);
    conditions = List.copyOf(conditions);
    events = List.copyOf(events);
    problems = List.copyOf(problems);
  }

  /**
   * When a stabilisation window lets go, as far as can be known.
   *
   * @return empty where the cause is none that time ends
   */
  public Optional<Instant> until() {
    return Optional.ofNullable(untilExpected);
  }

  /**
   * The autoscaler's bounds, and what it last saw and wants.
   *
   * @return empty where the service has no autoscaler
   */
  public Optional<ScalingStatus> scaling() {
    return Optional.ofNullable(status);
  }

  /**
   * How many replicas the metrics ask for, before bounds, windows and policies.
   *
   * @return empty where no metric is known
   */
  public OptionalInt wanted() {
    return wantedByMetrics == null ? OptionalInt.empty() : OptionalInt.of(wantedByMetrics);
  }

  /**
   * The explanation as a text of several lines.
   *
   * @return sentence, hint, numbers, conditions and last events
   */
  @Override
  public String toString() {
    return ExplanationText.of(this);
  }
}
