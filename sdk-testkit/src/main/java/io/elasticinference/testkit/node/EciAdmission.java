package io.elasticinference.testkit.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import java.time.Duration;

/**
 * Plays ACK's admission: a pod that asks for Elastic Container Instance, by the label {@code
 * alibabacloud.com/eci} or, where that is absent, by the annotation {@code
 * alibabacloud.com/burst-resource}, gets the toleration of the virtual node's taint and is sent
 * there, always or when the ECS nodes are short. It is an object of the cluster, so the real API
 * server does it.
 */
final class EciAdmission {
  private static final String NAME = "local-cloud-eci";
  private static final String POLICIES =
      "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies/";
  private static final String BINDINGS =
      "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String LABEL = lookup("labels", "alibabacloud.com/eci");
  private static final String ANNOTATION = lookup("annotations", "alibabacloud.com/burst-resource");

  private static final String MODE =
      "variables.label == 'true' ? 'only' : variables.label == 'false' ? '' : "
          + "variables.burst == 'eci_only' ? 'only' : variables.burst == 'eci' ? 'prefer' : ''";

  private static final String TOLERATION =
      "Object.spec.tolerations{key: 'virtual-kubelet.io/provider', operator: 'Equal', value: 'alibabacloud', "
          + "effect: 'NoSchedule'}";

  private static final String TOLERATE =
      "has(object.spec.tolerations) ? "
          + "[JSONPatch{op: 'add', path: '/spec/tolerations/-', value: "
          + TOLERATION
          + "}] : "
          + "[JSONPatch{op: 'add', path: '/spec/tolerations', value: ["
          + TOLERATION
          + "]}]";

  private static final String SELECT =
      "has(object.spec.nodeSelector) ? "
          + "[JSONPatch{op: 'add', path: '/spec/nodeSelector/type', value: 'virtual-kubelet'}] : "
          + "[JSONPatch{op: 'add', path: '/spec/nodeSelector', value: {'type': 'virtual-kubelet'}}]";

  private static final String TERM =
      "Object.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution{weight: 100, preference: "
          + "Object.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.preference{matchExpressions: ["
          + "Object.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.preference.matchExpressions{"
          + "key: 'type', operator: 'NotIn', values: ['virtual-kubelet']}]}}";

  private static final String NODE_AFFINITY =
      "Object.spec.affinity.nodeAffinity{preferredDuringSchedulingIgnoredDuringExecution: ["
          + TERM
          + "]}";

  private static final String PREFER =
      "!has(object.spec.affinity) ? "
          + "[JSONPatch{op: 'add', path: '/spec/affinity', value: Object.spec.affinity{nodeAffinity: "
          + NODE_AFFINITY
          + "}}] : "
          + "!has(object.spec.affinity.nodeAffinity) ? "
          + "[JSONPatch{op: 'add', path: '/spec/affinity/nodeAffinity', value: "
          + NODE_AFFINITY
          + "}] : []";

  private EciAdmission() {}

  /** Installs the policy and returns when it is in force. */
  static void install(KubeClient client) throws InterruptedException {
    String manager = "local-cloud";
    client.apply(POLICIES + NAME, policy(), manager);
    JsonObject binding = described("MutatingAdmissionPolicyBinding", NAME);
    binding.add("spec", Json.object("policyName", NAME));
    client.apply(BINDINGS + NAME, binding, manager);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isInForce(client)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "Admission policy "
                + NAME
                + ": not in force after "
                + PATIENCE.toSeconds()
                + " s (expected: within one or two). Look whether this machine is overloaded, then"
                + " start the local cloud again.");
      }
      Thread.sleep(50);
    }
  }

  private static boolean isInForce(KubeClient client) {
    JsonObject pod = described("Pod", "local-cloud-probe");
    pod.addProperty("apiVersion", "v1");
    pod.getAsJsonObject("metadata").add("labels", Json.object("alibabacloud.com/eci", "true"));
    JsonArray containers = Json.array(Json.object("name", "probe", "image", "probe"));
    pod.add("spec", Json.object("containers", containers));
    JsonObject admitted = client.create("/api/v1/namespaces/default/pods?dryRun=All", pod);
    return Json.text(admitted, "spec", "nodeSelector", "type").equals("virtual-kubelet");
  }

  private static JsonObject policy() {
    JsonObject rule =
        Json.object(
            "apiGroups", Json.array(""),
            "apiVersions", Json.array("v1"),
            "operations", Json.array("CREATE"),
            "resources", Json.array("pods"));
    String expression =
        "variables.mode == 'only' ? ("
            + TOLERATE
            + ") + ("
            + SELECT
            + ") : "
            + "variables.mode == 'prefer' ? ("
            + TOLERATE
            + ") + ("
            + PREFER
            + ") : []";
    JsonObject policy = described("MutatingAdmissionPolicy", NAME);
    policy.add(
        "spec",
        Json.object(
            "failurePolicy", "Fail",
            "reinvocationPolicy", "Never",
            "matchConstraints", Json.object("resourceRules", Json.array(rule)),
            "variables",
                Json.array(
                    Json.object("name", "label", "expression", LABEL),
                    Json.object("name", "burst", "expression", ANNOTATION),
                    Json.object("name", "mode", "expression", MODE)),
            "mutations",
                Json.array(
                    Json.object(
                        "patchType",
                        "JSONPatch",
                        "jsonPatch",
                        Json.object("expression", expression)))));
    return policy;
  }

  private static JsonObject described(String kind, String name) {
    return Json.object(
        "apiVersion",
        "admissionregistration.k8s.io/v1",
        "kind",
        kind,
        "metadata",
        Json.object("name", name));
  }

  private static String lookup(String map, String key) {
    String field = "object.metadata." + map;
    return "has(" + field + ") && '" + key + "' in " + field + " ? " + field + "['" + key
        + "'] : ''";
  }
}
