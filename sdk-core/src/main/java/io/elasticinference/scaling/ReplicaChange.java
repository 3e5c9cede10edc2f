package io.elasticinference.scaling;

import java.time.Duration;

/**
 * A moment at which the replicas changed.
 *
 * @param at when, since the simulation's begin
 * @param replicas how many there are from then on
 */
public record ReplicaChange(Duration at, int replicas) {

  @Override
  public String toString() {
    return at.toMillis() / 1000.0 + " s: " + replicas;
  }
}
