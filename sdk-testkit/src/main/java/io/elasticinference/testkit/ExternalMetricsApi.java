package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.controlplane.KubeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Registers a metrics adapter on loopback with the API server, and lets the autoscaler read it. The
 * aggregator follows a Service of type ExternalName, the one kind that may point at loopback.
 */
final class ExternalMetricsApi {

  private static final String MANAGER = "local-cloud";
  private static final String NAME = "external-metrics";
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

  private ExternalMetricsApi() {}

  static void register(KubeClient client, int port, Path certificateAuthority) {
    client.apply(
        "/api/v1/namespaces/kube-system/services/" + NAME,
        json(
            """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"},
             "spec": {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": %d}]}}
            """
                .formatted(NAME, port)),
        MANAGER);
    client.apply(
        "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io",
        json(
            """
            {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
             "metadata": {"name": "v1beta1.external.metrics.k8s.io"},
             "spec": {"group": "external.metrics.k8s.io", "version": "v1beta1",
                      "groupPriorityMinimum": 100, "versionPriority": 100, "caBundle": "%s",
                      "service": {"namespace": "kube-system", "name": "%s", "port": %d}}}
            """
                .formatted(base64(certificateAuthority), NAME, port)),
        MANAGER);
    client.apply(
        RBAC + "clusterroles/external-metrics-reader",
        json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
             "metadata": {"name": "external-metrics-reader"},
             "rules": [{"apiGroups": ["external.metrics.k8s.io"], "resources": ["*"],
                        "verbs": ["get", "list"]}]}
            """),
        MANAGER);
    client.apply(
        RBAC + "clusterrolebindings/external-metrics-reader",
        json(
            """
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
             "metadata": {"name": "external-metrics-reader"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                         "name": "external-metrics-reader"},
             "subjects": [{"kind": "ServiceAccount", "name": "horizontal-pod-autoscaler",
                           "namespace": "kube-system"}]}
            """),
        MANAGER);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static String base64(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Certificate authority "
              + file
              + ": it cannot be read, "
              + e
              + " (expected: the control plane's own). Start the local cloud again.",
          e);
    }
  }
}
