package io.elasticinference.scaling;

import java.util.List;

/**
 * What the autoscaler did over a whole series of metrics.
 *
 * @param changes each change of the replicas, in order of time
 * @param finalReplicas the replicas at the end
 * @param syncs how often the autoscaler looked
 */
public record HpaRun(List<ReplicaChange> changes, int finalReplicas, long syncs) {

  public HpaRun {
    changes = List.copyOf(changes);
  }
}
