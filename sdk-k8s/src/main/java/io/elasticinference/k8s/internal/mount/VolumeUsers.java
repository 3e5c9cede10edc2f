package io.elasticinference.k8s.internal.mount;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.VolumeUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds who mounts volumes. Volumes belong to the whole cluster and name the claim that they are
 * bound to, so only the namespaces of those that are asked for are read: their Deployments, for
 * what is scaled to zero, and their pods, for what anything else made.
 */
public final class VolumeUsers {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final ApiServer server;
  private final Workers workers;

  public VolumeUsers(ApiServer server, Workers workers) {
    this.server = server;
    this.workers = workers;
  }

  /** Finds who mounts one of them by a claim. */
  public List<VolumeUser> find(Predicate<ClusterVolume> volumes) {
    Map<String, Map<String, ClusterVolume>> claims = claims(volumes);
    List<Supplier<List<VolumeUser>>> pieces = new ArrayList<>();
    claims.forEach((namespace, wanted) -> pieces.add(() -> users(namespace, wanted)));
    return workers.all(pieces).stream().flatMap(List::stream).distinct().toList();
  }

  /** The volumes by the namespace and name of the claim that they are bound to. */
  private Map<String, Map<String, ClusterVolume>> claims(Predicate<ClusterVolume> volumes) {
    Map<String, Map<String, ClusterVolume>> claims = new TreeMap<>();
    for (Map<String, Object> found : items(Resource.PERSISTENT_VOLUME, null)) {
      Map<String, Object> csi = Tree.map(found, "spec", "csi");
      Map<String, String> attributes = new TreeMap<>();
      Tree.map(csi, "volumeAttributes")
          .forEach((name, value) -> attributes.put(name, String.valueOf(value)));
      ClusterVolume volume = new ClusterVolume(Tree.text(csi, "driver"), attributes);
      String claim = Tree.text(found, "spec", "claimRef", "name");
      if (!claim.isEmpty() && volumes.test(volume)) {
        claims
            .computeIfAbsent(
                Tree.text(found, "spec", "claimRef", "namespace"), name -> new TreeMap<>())
            .put(claim, volume);
      }
    }
    return claims;
  }

  private List<VolumeUser> users(String namespace, Map<String, ClusterVolume> claims) {
    List<Map<String, Object>> deployments;
    List<Map<String, Object>> pods;
    try {
      deployments = items(Resource.DEPLOYMENT, namespace);
      pods = items(Resource.POD, namespace);
    } catch (ApiFailure failure) {
      if (!failure.refused()) {
        throw failure;
      }
      return unreadable(namespace, claims);
    }
    List<VolumeUser> users = new ArrayList<>();
    for (Map<String, Object> deployment : deployments) {
      Map<String, Object> template = Tree.map(deployment, "spec", "template");
      add(who(deployment, "Deployment", Tree.name(deployment)), template, claims, users);
    }
    for (Map<String, Object> pod : pods) {
      if (!ENDED.contains(Tree.text(pod, "status", "phase"))) {
        add(who(pod, "Pod", Tree.name(pod)), pod, claims, users);
      }
    }
    return users;
  }

  private static void add(
      String who,
      Map<String, Object> pod,
      Map<String, ClusterVolume> claims,
      List<VolumeUser> users) {
    PodVolumes mounted = new PodVolumes(Tree.map(pod, "metadata"), Tree.map(pod, "spec"));
    claims.forEach(
        (claim, volume) ->
            mounted
                .of(claim)
                .forEach(
                    reading ->
                        users.add(
                            new VolumeUser(who, volume, reading.folder(), reading.version()))));
  }

  /** A service by the labels that this SDK and arena share, else the object itself. */
  private static String who(Map<String, Object> object, String kind, String name) {
    String service = Tree.label(object, Labels.SERVING_NAME);
    String version = Tree.label(object, Labels.SERVING_VERSION);
    String what =
        service.isEmpty() || version.isEmpty()
            ? kind + " '" + name + "'"
            : "service '" + service + "', version " + version + ",";
    return what + " in namespace " + Tree.namespace(object);
  }

  private static List<VolumeUser> unreadable(String namespace, Map<String, ClusterVolume> claims) {
    return claims.entrySet().stream()
        .map(
            claim ->
                new VolumeUser(
                    "claim '"
                        + claim.getKey()
                        + "' in namespace "
                        + namespace
                        + ", whose pods you may not list",
                    claim.getValue(),
                    null,
                    null))
        .toList();
  }

  private List<Map<String, Object>> items(Resource resource, @Nullable String namespace) {
    return Tree.maps(server.send(ApiRequest.list(resource, namespace, "", "")).body(), "items");
  }
}
