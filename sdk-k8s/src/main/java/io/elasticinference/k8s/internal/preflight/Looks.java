package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.preflight.Finding;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all looks share: reading, and saying what cannot be read. */
final class Looks {

  private final ApiServer server;

  Looks(ApiServer server) {
    this.server = server;
  }

  /** An object; null where there is none. */
  @Nullable Map<String, Object> get(Resource resource, @Nullable String namespace, String name) {
    Reply reply = server.sendIfThere(ApiRequest.get(resource.ref(namespace, name)));
    return reply == null ? null : reply.body();
  }

  /** A path that is about no kind of object; a failure is what is looked for, so asked once. */
  Map<String, Object> path(String path, Map<String, String> query) {
    return server.once(ApiRequest.path(path, query)).body();
  }

  List<Map<String, Object>> list(Resource resource, @Nullable String namespace, String labels) {
    return Tree.maps(server.send(ApiRequest.list(resource, namespace, labels, "")).body(), "items");
  }

  /**
   * Looks; what must not be seen is told as such: a deployment needs less than a preflight.
   *
   * @throws io.elasticinference.ElasticInferenceException where the API server fails otherwise
   */
  List<Finding> unlessRefused(String object, Supplier<List<Finding>> look) {
    try {
      return look.get();
    } catch (ApiFailure failure) {
      if (failure.refused()) {
        return List.of(
            Finding.warning(
                object,
                "it cannot be looked at: no right to " + failure.request().right(),
                "to be looked at",
                "Let somebody look who may, or go on: a deployment does not need this right."));
      }
      throw new Failures(server.url()).explain(failure, "");
    }
  }
}
