package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.Burst;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.PreflightSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether there are nodes for the pods: those of elastic instances, or those with the devices. */
final class NodeChecks {

  static final String ELASTIC = "Elastic nodes";
  static final String NODES = "Nodes";

  private final Looks looks;
  private final PreflightSubject subject;

  NodeChecks(Looks looks, PreflightSubject subject) {
    this.looks = looks;
    this.subject = subject;
  }

  List<Finding> elastic() {
    String labels =
        new TreeMap<>(subject.elasticNodes())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    List<Map<String, Object>> nodes = looks.list(Resource.NODE, null, labels);
    List<String> ready = nodes.stream().filter(NodeChecks::isReady).map(Tree::name).toList();
    if (!ready.isEmpty()) {
      return List.of(Finding.ok(ELASTIC, "ready: " + String.join(", ", ready)));
    }
    String observed =
        nodes.isEmpty()
            ? "none with the label " + labels
            : "none is ready of " + nodes.stream().map(Tree::name).toList();
    String expected = "a ready node that stands for elastic instances";
    String fix =
        "Install or repair the cluster's virtual node component, or deploy without burst(..).";
    return List.of(
        subject.spec().burst() == Burst.ECI_ONLY
            ? Finding.error(ELASTIC, observed, expected, fix)
            : Finding.warning(ELASTIC, observed, expected, fix));
  }

  /** For pods that run on the cluster's own nodes and ask for devices. */
  List<Finding> devices() {
    List<Map<String, Object>> nodes = looks.list(Resource.NODE, null, "");
    List<Finding> findings = new ArrayList<>();
    subject
        .placement()
        .limits()
        .forEach(
            (device, wanted) -> {
              long fitting =
                  nodes.stream()
                      .filter(NodeChecks::isReady)
                      .filter(node -> !isTainted(node))
                      .filter(node -> allocatable(node, device) >= wanted)
                      .count();
              findings.add(
                  fitting > 0
                      ? Finding.ok(NODES, fitting + " offer " + wanted + " " + device)
                      : Finding.error(
                          NODES,
                          "none of " + nodes.size() + " offers " + wanted + " " + device,
                          "a ready node that does, and takes any pod",
                          "Add such a node, or let replicas run on elastic instances by"
                              + " burst(..)."));
            });
    return findings;
  }

  /** A pod without tolerations keeps away from nodes with such a taint. */
  private static boolean isTainted(Map<String, Object> node) {
    return Tree.maps(node, "spec", "taints").stream()
        .anyMatch(taint -> !Tree.text(taint, "effect").equals("PreferNoSchedule"));
  }

  private static long allocatable(Map<String, Object> node, String device) {
    Object count = Tree.at(node, "status", "allocatable", device);
    return count == null ? 0 : Quantity.toMilli(count.toString()).orElse(0) / 1000;
  }

  private static boolean isReady(Map<String, Object> node) {
    return Tree.text(Tree.condition(node, "Ready"), "status").equals("True")
        && !Tree.isTrue(node, "spec", "unschedulable");
  }
}
