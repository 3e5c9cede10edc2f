package io.elasticinference.internal.explain;

import io.elasticinference.ScalingExplanation;
import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.internal.scaling.Tables;

/** Writes an explanation for people. */
public final class ExplanationText {

  private static final int MOST_EVENTS = 5;

  private ExplanationText() {}

  /** The sentence, what to do, and the numbers behind it. */
  public static String of(ScalingExplanation explanation) {
    StringBuilder text = new StringBuilder(explanation.sentence());
    if (!explanation.hint().isEmpty()) {
      text.append(' ').append(explanation.hint());
    }
    text.append('\n');
    explanation.scaling().ifPresent(status -> numbers(explanation, status, text));
    explanation
        .asAdapterSeesIt()
        .forEach(reading -> text.append("  adapter reads now  ").append(reading).append('\n'));
    explanation
        .conditions()
        .forEach(one -> text.append("  condition          ").append(one).append('\n'));
    explanation.events().stream()
        .limit(MOST_EVENTS)
        .forEach(one -> text.append("  event              ").append(one).append('\n'));
    explanation
        .problems()
        .forEach(one -> text.append("  problem            ").append(one).append('\n'));
    return text.toString();
  }

  private static void numbers(
      ScalingExplanation explanation, ScalingStatus status, StringBuilder text) {
    text.append("  replicas           ")
        .append(status.currentReplicas())
        .append(" now, ")
        .append(status.desiredReplicas())
        .append(" desired, ")
        .append(status.minReplicas())
        .append(" to ")
        .append(status.maxReplicas())
        .append(" allowed");
    explanation
        .wanted()
        .ifPresent(wanted -> text.append(", ").append(wanted).append(" by metrics"));
    text.append('\n');
    for (ScalingReading reading : status.readings()) {
      text.append("  autoscaler saw     ")
          .append(reading.metric())
          .append(' ')
          .append(
              reading.value().isPresent()
                  ? Tables.number(reading.value().getAsDouble())
                  : "no value")
          .append(" (target ")
          .append(Tables.number(reading.target()))
          .append(reading.perReplica() ? " a replica)" : ")")
          .append('\n');
    }
  }
}
