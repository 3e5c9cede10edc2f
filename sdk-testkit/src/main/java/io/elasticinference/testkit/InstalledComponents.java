package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.controlplane.KubeClient;

/** The objects by which a cluster shows which components are installed in it. */
final class InstalledComponents {

  private static final String MANAGER = "local-cloud";

  private InstalledComponents() {}

  /** Registers the ingress controller's class, and the driver of OSS volumes. */
  static void register(KubeClient client) {
    client.apply(
        "/apis/networking.k8s.io/v1/ingressclasses/nginx",
        json(
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
             "metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}}
            """),
        MANAGER);
    client.apply(
        "/apis/storage.k8s.io/v1/csidrivers/ossplugin.csi.alibabacloud.com",
        json(
            """
            {"apiVersion": "storage.k8s.io/v1", "kind": "CSIDriver",
             "metadata": {"name": "ossplugin.csi.alibabacloud.com"},
             "spec": {"attachRequired": false, "podInfoOnMount": true}}
            """),
        MANAGER);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
