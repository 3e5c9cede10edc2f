package io.elasticinference.testkit.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node objects, and the leases that keep them alive. */
final class Nodes implements AutoCloseable {
  /** The node that stands for Elastic Container Instance. */
  static final String VIRTUAL = "virtual-kubelet-cn-beijing-h";

  private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
  private static final String MANAGER = "local-cloud-kubelet";
  private static final int RENEWAL_SECONDS = 10;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubeClient client;
  private final List<String> names = new ArrayList<>();
  private final ScheduledExecutorService renewal;

  private Nodes(KubeClient client) {
    this.client = client;
    renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "node-leases");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Registers the nodes; their kubelets listen on the given port of this machine. */
  static Nodes register(KubeClient client, NodeSettings settings, int kubeletPort) {
    Nodes nodes = new Nodes(client);
    JsonObject taint =
        Json.object(
            "key", "virtual-kubelet.io/provider", "value", "alibabacloud", "effect", "NoSchedule");
    JsonObject plenty = capacity("10000", "40Ti", settings.eciGpus());
    nodes.register(VIRTUAL, "virtual-kubelet", Json.array(taint), plenty, kubeletPort);
    for (int i = 1; i <= settings.ecsNodes(); i++) {
      JsonObject capacity =
          capacity(Integer.toString(settings.ecsCpus()), settings.ecsMemory(), settings.ecsGpus());
      nodes.register("cn-beijing.192.168.0." + i, "ecs", new JsonArray(), capacity, kubeletPort);
    }
    nodes.renew();
    var unused =
        nodes.renewal.scheduleWithFixedDelay(
            nodes::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
    return nodes;
  }

  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public void close() {
    renewal.shutdownNow();
  }

  private static JsonObject capacity(String cpu, String memory, int gpus) {
    JsonObject capacity =
        Json.object("cpu", cpu, "memory", memory, "ephemeral-storage", "1Ti", "pods", "10000");
    if (gpus > 0) {
      capacity.addProperty("nvidia.com/gpu", Integer.toString(gpus));
    }
    return capacity;
  }

  private void register(
      String name, String type, JsonArray taints, JsonObject capacity, int kubeletPort) {
    names.add(name);
    String now = Instant.now().toString();
    JsonObject labels =
        Json.object(
            "type", type,
            "kubernetes.io/hostname", name,
            "kubernetes.io/os", "linux",
            "kubernetes.io/arch", "amd64",
            "topology.kubernetes.io/region", "cn-beijing",
            "topology.kubernetes.io/zone", "cn-beijing-h");
    JsonObject node =
        Json.object(
            "apiVersion",
            "v1",
            "kind",
            "Node",
            "metadata",
            Json.object("name", name, "labels", labels),
            "spec",
            Json.object("taints", taints));
    client.create("/api/v1/nodes", node);
    JsonObject ready =
        Json.object(
            "type", "Ready",
            "status", "True",
            "reason", "KubeletReady",
            "message", "the local cloud plays this node",
            "lastHeartbeatTime", now,
            "lastTransitionTime", now);
    JsonObject status =
        Json.object(
            "capacity", capacity,
            "allocatable", capacity,
            "conditions", Json.array(ready),
            "addresses",
                Json.array(
                    Json.object("type", "InternalIP", "address", "127.0.0.1"),
                    Json.object("type", "Hostname", "address", name)),
            "daemonEndpoints", Json.object("kubeletEndpoint", Json.object("Port", kubeletPort)),
            "nodeInfo",
                Json.object(
                    "kubeletVersion", "v1.36.0-local-cloud",
                    "operatingSystem", "linux",
                    "architecture", "amd64"));
    client.patch(
        "/api/v1/nodes/" + name + "/status",
        KubeClient.STRATEGIC_MERGE,
        Json.object("status", status));
  }

  private void renew() {
    for (String name : names) {
      JsonObject lease =
          Json.object(
              "apiVersion",
              "coordination.k8s.io/v1",
              "kind",
              "Lease",
              "metadata",
              Json.object("name", name),
              "spec",
              Json.object(
                  "holderIdentity",
                  name,
                  "leaseDurationSeconds",
                  40,
                  "renewTime",
                  MICROS.format(Instant.now())));
      try {
        client.apply(
            "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/" + name,
            lease,
            MANAGER);
      } catch (RuntimeException e) {
        // The next renewal comes in time: a lease lasts for four of them.
        LOG.debug("lease of {} was not renewed", name, e);
      }
    }
  }
}
