package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups objects by what must be there before them; those of one group are applied side by side.
 *
 * <ol>
 *   <li>what stands by itself in the namespace: if that is missing, nothing is left outside it
 *   <li>the volume, after the secret that it names, the ingress, after its Service, and what binds
 *       a role, after the role
 *   <li>the claim, since one that names a volume unknown to the binder waits for its next round
 *   <li>the workload, after all that it mounts
 *   <li>the autoscaler, since one that finds no workload waits for its next round, 15 s
 * </ol>
 *
 * Where the workload is there already, so is all the rest, but for what was deleted by hand: then
 * only the workload waits, for its pods start anew by what it mounts.
 */
final class Stages {

  private Stages() {}

  static List<List<Manifest>> of(List<Manifest> manifests, boolean workloadIsThere) {
    Map<Integer, List<Manifest>> stages = new TreeMap<>();
    for (Manifest manifest : manifests) {
      int stage = stage(Resource.of(manifest.object()), workloadIsThere);
      stages.computeIfAbsent(stage, key -> new ArrayList<>()).add(manifest);
    }
    return List.copyOf(stages.values());
  }

  private static int stage(Resource resource, boolean workloadIsThere) {
    return switch (resource) {
      case PERSISTENT_VOLUME, INGRESS -> workloadIsThere ? 0 : 1;
      // Windows may be new on a workload that is there.
      case ROLE_BINDING -> 1;
      case PERSISTENT_VOLUME_CLAIM -> workloadIsThere ? 0 : 2;
      case DEPLOYMENT -> 3;
      case AUTOSCALER -> workloadIsThere ? 3 : 4;
      default -> 0;
    };
  }
}
