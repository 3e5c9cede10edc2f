package io.elasticinference.load;

/** How a stress test ended. */
public enum LoadOutcome {
  /** The whole profile was sent. */
  COMPLETED,
  /** The caller stopped it. */
  CANCELLED,
  /** A {@link StopCondition} held. */
  STOPPED,
  /** The generator could not go on, for example since the host has no address. */
  ABORTED
}
