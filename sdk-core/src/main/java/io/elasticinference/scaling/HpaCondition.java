package io.elasticinference.scaling;

/**
 * One of the conditions in an HPA's status, with the words that {@code kubectl describe hpa} shows.
 *
 * @param type which condition
 * @param status whether it holds
 * @param reason the controller's own token, such as {@code ScaleDownStabilized}
 * @param message the controller's sentence
 */
public record HpaCondition(Type type, boolean status, String reason, String message) {

  /** The conditions that the controller keeps. */
  public enum Type {
    /** Whether the replicas could be changed now, or a stabilisation window holds them. */
    ABLE_TO_SCALE,
    /** Whether there is a metric to scale by. */
    SCALING_ACTIVE,
    /** Whether a bound or a policy holds the replicas back from what the metric asks for. */
    SCALING_LIMITED
  }

  @Override
  public String toString() {
    return type + "=" + status + " " + reason + ": " + message;
  }
}
