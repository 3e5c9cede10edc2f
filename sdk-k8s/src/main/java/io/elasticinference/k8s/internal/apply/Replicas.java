package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands the number of replicas over between us and the autoscaler, without force. Server-side apply
 * alone cannot: a number that we stop applying falls back to 1 at once, and one that the autoscaler
 * has set is its own for ever. So another manager of ours takes the number in between: by an apply
 * that leaves it as it is, or by an update that sets it to what it shall be.
 */
final class Replicas {

  /** Who owns the number for the moment in between. */
  static final String HANDOVER = "elastic-inference-handover";

  private static final String FIELD = ".spec.replicas";
  private static final List<String> SETTERS =
      List.of("\"kube-controller-manager\"", "\"" + HANDOVER + "\"");

  private Replicas() {}

  /** Before a workload is applied without replicas: keeps those that we set before. */
  static void leave(ApiServer server, Manifest workload, Map<String, Object> live) {
    if (areLeft(workload, live)) {
      server.send(
          ApiRequest.ownScale(workload.object(), Tree.number(live, "spec", "replicas"), HANDOVER));
    }
  }

  /** Whether a workload's replicas were ours and are the autoscaler's from now on. */
  static boolean areLeft(Manifest workload, Map<String, Object> live) {
    return Resource.of(workload.object()) == Resource.DEPLOYMENT
        && Tree.at(workload.body(), "spec", "replicas") == null
        && owned(live);
  }

  /** Whether an apply failed only since the autoscaler had set the replicas. */
  static boolean areTheAutoscalers(ApiFailure failure) {
    List<Map<String, Object>> conflicts = failure.fieldConflicts();
    return !conflicts.isEmpty()
        && conflicts.stream()
            .allMatch(
                conflict ->
                    Tree.text(conflict, "field").equals(FIELD)
                        && SETTERS.stream().anyMatch(Tree.text(conflict, "message")::contains));
  }

  /** Before a workload is applied with replicas that the autoscaler had set: sets ours. */
  static void take(ApiServer server, Manifest workload) {
    int replicas = Tree.number(workload.body(), "spec", "replicas");
    server.send(ApiRequest.scale(workload.object(), replicas, HANDOVER));
  }

  /** A workload without its replicas. */
  static Map<String, Object> without(Map<String, Object> workload) {
    Map<String, Object> spec = new LinkedHashMap<>(Tree.map(workload, "spec"));
    spec.remove("replicas");
    Map<String, Object> without = new LinkedHashMap<>(workload);
    without.put("spec", spec);
    return without;
  }

  /** A workload with the replicas of another. */
  static Map<String, Object> with(Map<String, Object> other, Map<String, Object> workload) {
    Map<String, Object> spec = new LinkedHashMap<>(Tree.map(workload, "spec"));
    spec.put("replicas", Tree.number(other, "spec", "replicas"));
    Map<String, Object> with = new LinkedHashMap<>(workload);
    with.put("spec", spec);
    return with;
  }

  private static boolean owned(Map<String, Object> live) {
    return Tree.maps(live, "metadata", "managedFields").stream()
        .filter(entry -> Tree.text(entry, "manager").equals(Labels.MANAGER))
        .anyMatch(entry -> Tree.map(entry, "fieldsV1", "f:spec").containsKey("f:replicas"));
  }
}
