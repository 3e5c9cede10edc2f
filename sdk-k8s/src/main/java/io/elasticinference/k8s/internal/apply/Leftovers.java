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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
    List<String> parts = Arrays.asList(Tree.annotation(live, Labels.PARTS).split(",", -1));
    for (Resource resource : Labels.OPTIONAL_PARTS) {
      ObjectRef object = object(resource, live);
      boolean gone =
          parts.contains(resource.kind())
              && wanted.stream().noneMatch(manifest -> manifest.object().equals(object));
      if (gone) {
        look(object, live, leftovers);
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

  private static ObjectRef object(Resource resource, Map<String, Object> live) {
    String name =
        resource == Resource.INGRESS ? Tree.label(live, Labels.SERVING_NAME) : Tree.name(live);
    return resource.ref(Tree.namespace(live), name);
  }

  private static String version(Map<String, Object> object) {
    return Tree.label(object, Labels.SERVING_VERSION);
  }
}
