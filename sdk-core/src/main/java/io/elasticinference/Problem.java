package io.elasticinference;

import java.util.List;

/**
 * Something that keeps a service from being ready.
 *
 * @param kind what kind of problem it is
 * @param object which object has it, for example {@code Pod
 *     default/bert-v1-tensorflow-serving-7c9-x}
 * @param reason the cluster's own word, for example {@code ImagePullBackOff}
 * @param message the cluster's own sentence
 * @param lastWords the last lines of the failing container's log, oldest first
 * @param fatal whether it can never heal as the service stands
 */
public record Problem(
    Kind kind,
    String object,
    String reason,
    String message,
    List<String> lastWords,
    boolean fatal) {

  /** What kind of problem keeps a service from being ready. */
  public enum Kind {
    /** The container image cannot be pulled. */
    IMAGE,
    /** The container ends again and again. */
    CRASH_LOOP,
    /** The container runs, and its readiness probe fails. */
    NOT_READY,
    /** No instance of the types that were asked for is left. */
    OUT_OF_STOCK,
    /** No node takes the pod. */
    UNSCHEDULABLE,
    /** The model's volume is not bound or cannot be mounted. */
    VOLUME,
    /** A quota or limit forbids more pods. */
    QUOTA,
    /** An admission rule or missing right forbids the pods. */
    FORBIDDEN,
    /** Anything else that the cluster calls a failure. */
    OTHER
  }

  public Problem {
    lastWords = List.copyOf(lastWords);
  }

  /**
   * The problem in one line.
   *
   * @return object, reason and message
   */
  @Override
  public String toString() {
    return object + ": " + reason + (message.isEmpty() ? "" : ", " + message);
  }
}
