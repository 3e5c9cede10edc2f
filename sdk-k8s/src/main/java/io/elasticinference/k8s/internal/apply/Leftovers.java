package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a version had and has no more: the autoscaler of one whose replicas are fixed now, the
 * ingress of one that is not exposed any more. The workload's annotation says what it had, so that
 * nothing need be asked where nothing is left over.
 */
final class Leftovers {

  private static final int CONFLICT = 409;

  private final ApiServer server;

  Leftovers(ApiServer server) {
    this.server = server;
  }

  /** An object that is to go, as it is now. */
  record Leftover(ObjectRef object, String uid) {}

  /** Looks for what is left over; asks only for what the workload says that it had. */
  List<Leftover> find(Map<String, Object> live, List<Manifest> wanted) {
    List<Leftover> leftovers = new ArrayList<>();
    for (String part : Tree.annotation(live, Labels.PARTS).split(",", -1)) {
      Optional<ObjectRef> object = object(part, live);
      if (object.isPresent()
          && wanted.stream().noneMatch(manifest -> manifest.object().equals(object.get()))) {
        look(object.get(), live, leftovers);
      }
    }
    return leftovers;
  }

  private void look(ObjectRef object, Map<String, Object> live, List<Leftover> leftovers) {
    Reply reply = server.sendIfThere(ApiRequest.get(object));
    // An ingress may lead to another version by now, which keeps it.
    if (reply != null
        && Ownership.ours(reply.body())
        && version(reply.body()).equals(version(live))) {
      leftovers.add(new Leftover(object, Tree.text(reply.body(), "metadata", "uid")));
    }
  }

  /** Deletes one; somebody else may have been quicker. */
  void delete(Leftover leftover) {
    try {
      server.send(ApiRequest.delete(leftover.object(), leftover.uid(), "Background"));
    } catch (ApiFailure failure) {
      if (!failure.notFound() && failure.code() != CONFLICT) {
        throw failure;
      }
    }
  }

  /** Names a part; empty for a word that a newer version of this SDK may have written. */
  private static Optional<ObjectRef> object(String part, Map<String, Object> live) {
    int slash = part.indexOf('/');
    String kind = slash < 0 ? part : part.substring(0, slash);
    for (Resource resource : Labels.OPTIONAL_PARTS) {
      if (resource.kind().equals(kind)) {
        String name =
            slash >= 0
                ? part.substring(slash + 1)
                : resource == Resource.INGRESS
                    ? Tree.label(live, Labels.SERVING_NAME)
                    : Tree.name(live);
        return Optional.of(resource.ref(Tree.namespace(live), name));
      }
    }
    return Optional.empty();
  }

  private static String version(Map<String, Object> object) {
    return Tree.label(object, Labels.SERVING_VERSION);
  }
}
