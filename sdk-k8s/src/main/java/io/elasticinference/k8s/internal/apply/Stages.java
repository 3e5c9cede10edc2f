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
 *   <li>the volume, after the secret that it names, and the ingress, after its Service
 *   <li>the claim, since one that names a volume unknown to the binder waits for its next round
 *   <li>the workload, after all that it mounts
 *   <li>the autoscaler, since one that finds no workload waits for its next round, 15 s
 * </ol>
 */
final class Stages {

  private Stages() {}

  static List<List<Manifest>> of(List<Manifest> manifests) {
    Map<Integer, List<Manifest>> stages = new TreeMap<>();
    for (Manifest manifest : manifests) {
      stages.computeIfAbsent(stage(manifest), stage -> new ArrayList<>()).add(manifest);
    }
    return List.copyOf(stages.values());
  }

  private static int stage(Manifest manifest) {
    return switch (Resource.of(manifest.object())) {
      case PERSISTENT_VOLUME, INGRESS -> 1;
      case PERSISTENT_VOLUME_CLAIM -> 2;
      case DEPLOYMENT -> 3;
      case AUTOSCALER -> 4;
      default -> 0;
    };
  }
}
