package io.elasticinference.k8s.internal.watch;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Names;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.diagnose.Snapshot;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what concerns one version, from watches or from a look at this moment. */
final class Seeing {

  /** Events that tell of something wrong. */
  static final String WARNINGS = "type!=Normal";

  private Seeing() {}

  /** Looks at one version now, by one list a kind. */
  static Snapshot now(ApiServer server, Workers workers, ServiceNames names) {
    String labels = Names.labelIs(Labels.SERVING_NAME, names.name());
    String namespace = names.namespace();
    List<Optional<List<Map<String, Object>>>> lists =
        workers.all(
            List.of(
                () -> Optional.of(list(server, Resource.REPLICA_SET, namespace, labels, "")),
                () -> Optional.of(list(server, Resource.POD, namespace, labels, "")),
                () -> listIfAllowed(server, Resource.PERSISTENT_VOLUME_CLAIM, namespace, ""),
                () -> listIfAllowed(server, Resource.AUTOSCALER, namespace, ""),
                () -> listIfAllowed(server, Resource.EVENT, namespace, WARNINGS),
                () -> Optional.of(list(server, Resource.DEPLOYMENT, namespace, labels, ""))));
    return snapshot(
        names,
        lists.get(5).orElse(List.of()),
        lists.get(0).orElse(List.of()),
        lists.get(1).orElse(List.of()),
        lists.get(2).orElse(null),
        lists.get(3).orElse(List.of()),
        lists.get(4).orElse(List.of()));
  }

  private static Optional<List<Map<String, Object>>> listIfAllowed(
      ApiServer server, Resource resource, String namespace, String fields) {
    try {
      return Optional.of(list(server, resource, namespace, "", fields));
    } catch (ApiFailure failure) {
      if (failure.refused()) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static List<Map<String, Object>> list(
      ApiServer server, Resource resource, String namespace, String labels, String fields) {
    return Tree.maps(
        server.send(ApiRequest.list(resource, namespace, labels, fields)).body(), "items");
  }

  static Snapshot snapshot(
      ServiceNames names,
      List<Map<String, Object>> deployments,
      List<Map<String, Object>> replicaSets,
      List<Map<String, Object>> pods,
      @Nullable List<Map<String, Object>> claims,
      List<Map<String, Object>> autoscalers,
      List<Map<String, Object>> events) {
    return new Snapshot(
        first(names, Resource.DEPLOYMENT, deployments),
        those(names, Resource.REPLICA_SET, replicaSets),
        those(names, Resource.POD, pods),
        claims,
        first(names, Resource.AUTOSCALER, autoscalers),
        those(names, Resource.EVENT, events));
  }

  private static List<Map<String, Object>> those(
      ServiceNames names, Resource resource, List<Map<String, Object>> objects) {
    List<Map<String, Object>> those = new ArrayList<>();
    for (Map<String, Object> object : objects) {
      if (NamespaceView.concerns(names, resource, object)) {
        those.add(object);
      }
    }
    return those;
  }

  private static @Nullable Map<String, Object> first(
      ServiceNames names, Resource resource, List<Map<String, Object>> objects) {
    List<Map<String, Object>> those = those(names, resource, objects);
    return those.isEmpty() ? null : those.get(0);
  }
}
