package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.k8s.internal.api.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one version at one moment; each kind may be a little older or newer than the
 * others.
 *
 * @param deployment the workload; null where it does not exist
 * @param replicaSets those of the version
 * @param pods those of the version
 * @param claims the namespace's claims; null where they cannot be seen
 * @param autoscaler the version's autoscaler; null where it has none
 * @param events what went wrong in the namespace
 */
public record Snapshot(
    @Nullable Map<String, Object> deployment,
    List<Map<String, Object>> replicaSets,
    List<Map<String, Object>> pods,
    @Nullable List<Map<String, Object>> claims,
    @Nullable Map<String, Object> autoscaler,
    List<Map<String, Object>> events) {

  private static final String REVISION = "deployment.kubernetes.io/revision";

  /**
   * The ReplicaSet of the newest generation; null while none is known: the Deployment controller
   * has not seen the newest spec yet, or we have not seen its ReplicaSet.
   */
  public @Nullable Map<String, Object> newest() {
    if (deployment == null || !observed()) {
      return null;
    }
    String revision = Tree.annotation(deployment, REVISION);
    String uid = Tree.text(deployment, "metadata", "uid");
    for (Map<String, Object> set : replicaSets) {
      if (isOwnedBy(set, uid) && Tree.annotation(set, REVISION).equals(revision)) {
        return set;
      }
    }
    return null;
  }

  /** Whether the Deployment controller has seen the newest spec. */
  public boolean observed() {
    return deployment != null
        && Tree.numberIfAny(deployment, "status", "observedGeneration").orElse(0)
            >= Tree.numberIfAny(deployment, "metadata", "generation").orElse(0);
  }

  /** The pods of the newest generation that are not being deleted. */
  public List<Map<String, Object>> newestPods() {
    Map<String, Object> newest = newest();
    if (newest == null) {
      return List.of();
    }
    String uid = Tree.text(newest, "metadata", "uid");
    List<Map<String, Object>> living = new ArrayList<>();
    for (Map<String, Object> pod : pods) {
      if (isOwnedBy(pod, uid) && Tree.text(pod, "metadata", "deletionTimestamp").isEmpty()) {
        living.add(pod);
      }
    }
    return living;
  }

  /** What went wrong with one object, by its uid. */
  public List<Map<String, Object>> eventsOf(Map<String, Object> object) {
    String uid = Tree.text(object, "metadata", "uid");
    return events.stream()
        .filter(event -> Tree.text(event, "involvedObject", "uid").equals(uid))
        .toList();
  }

  private static boolean isOwnedBy(Map<String, Object> object, String uid) {
    return Tree.maps(object, "metadata", "ownerReferences").stream()
        .anyMatch(owner -> Tree.text(owner, "uid").equals(uid));
  }
}
