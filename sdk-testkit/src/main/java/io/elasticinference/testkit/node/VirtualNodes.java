package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.ControlPlane;
import io.elasticinference.testkit.controlplane.ControlPlaneException;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.ObjectWatch;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes of a local cluster and what runs on them: {@code virtual-kubelet-cn-beijing-h}, which
 * stands for Elastic Container Instance and is tainted as the real one is, and ECS nodes.
 */
public final class VirtualNodes implements AutoCloseable {
  private static final String BOUND = "fieldSelector=spec.nodeName%21%3D";

  private final KubeClient client;
  private final NodeSettings settings;
  private final PodAddresses addresses = new PodAddresses();
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
  private final Volumes volumes;
  private final KubeletServer kubelet;
  private final Nodes nodes;
  private final ObjectWatch watch;

  private VirtualNodes(ControlPlane plane, NodeSettings settings) throws InterruptedException {
    this.settings = settings;
    client = plane.client("local-cloud-kubelet");
    volumes = new Volumes(client, new OssDriver(settings.ossEndpoint()));
    kubelet = KubeletServer.start(plane.tls("kubelet"), this::log);
    nodes = Nodes.register(client, settings, kubelet.port());
    EciAdmission.install(client);
    watch = ObjectWatch.start(client, "/api/v1/pods", BOUND, this::changed, this::gone);
  }

  /**
   * Registers the nodes and starts to run what is bound to them.
   *
   * @param plane the cluster
   * @param settings how they are played
   * @return the nodes, to be closed before the control plane
   * @throws ControlPlaneException when the thread is interrupted
   */
  public static VirtualNodes start(ControlPlane plane, NodeSettings settings) {
    try {
      return new VirtualNodes(plane, settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "Local nodes: interrupted while they started (expected: until they are registered). Start"
              + " them again.",
          e);
    }
  }

  /**
   * Returns what stands behind a pod's port on this machine.
   *
   * @param podAddress a pod's address, 10.x
   * @param port a port of its containers
   * @return a loopback address, empty where nothing listens: a connection would be refused
   */
  public Optional<InetSocketAddress> resolve(String podAddress, int port) {
    return addresses.resolve(podAddress, port);
  }

  /** Ends every pod at once, without a word to the API server. */
  @Override
  public void close() {
    watch.close();
    nodes.close();
    try {
      workers.values().forEach(PodWorker::abandon);
      for (PodWorker worker : workers.values()) {
        worker.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kubelet.close();
  }

  private void changed(JsonObject json) {
    Pod pod = new Pod(json);
    if (!nodes.names().contains(pod.node())) {
      return;
    }
    PodWorker worker =
        workers.computeIfAbsent(
            pod.uid(),
            uid -> {
              boolean virtual = pod.node().equals(Nodes.VIRTUAL);
              PodWorker created = new PodWorker(pod, virtual, client, settings, addresses, volumes);
              created.start();
              return created;
            });
    worker.changed(pod);
    if (pod.isDeleted()) {
      worker.end(pod.gracePeriod());
    }
  }

  private void gone(JsonObject json) {
    PodWorker worker = workers.remove(new Pod(json).uid());
    if (worker != null) {
      worker.abandon();
    }
  }

  private Optional<ContainerLog> log(
      String namespace, String pod, String container, boolean previous) {
    return workers.values().stream()
        .filter(
            worker -> worker.pod().namespace().equals(namespace) && worker.pod().name().equals(pod))
        .findFirst()
        .flatMap(worker -> worker.container(container))
        .flatMap(runner -> runner.log(previous));
  }
}
