package io.elasticinference.k8s.internal.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which version a cluster serves autoscalers. The SDK speaks of {@code autoscaling/v2}, which
 * Kubernetes serves since 1.23; what is sent to a cluster that only knows {@code v2beta2} (1.12 to
 * 1.25), the same but for the tolerance, is sent in that. Discovery is asked once a connection, and
 * not before a path was missing: a cluster of today costs no request.
 */
public final class ApiVersions {

  /** The versions that the SDK can write, the best first. */
  public static final List<String> AUTOSCALING = List.of("autoscaling/v2", "autoscaling/v2beta2");

  private static final Logger LOG = LoggerFactory.getLogger(ApiVersions.class);
  private static final String SPOKEN = AUTOSCALING.get(0);

  private volatile @Nullable String served;

  /** The request as the cluster takes it. */
  ApiRequest served(ApiRequest request) {
    String version = served;
    if (version == null || version.equals(SPOKEN) || request.resource() != Resource.AUTOSCALER) {
      return request;
    }
    String body = request.body();
    return new ApiRequest(
        request.verb(),
        request.resource(),
        request.namespace(),
        request.name(),
        request.path().replace("apis/" + SPOKEN + "/", "apis/" + version + "/"),
        request.query(),
        body == null ? null : body.replace(quoted(SPOKEN), quoted(version)),
        request.contentType());
  }

  private static String quoted(String version) {
    return "\"apiVersion\":\"" + version + '"';
  }

  /**
   * Whether a request that failed is worth sending again, since it asked for a version that is not
   * served.
   *
   * @param discovery asks for a path, and answers what it holds; an empty map where it cannot be
   *     read
   */
  synchronized boolean learns(
      ApiRequest request, ApiFailure failure, Function<ApiRequest, Map<String, Object>> discovery) {
    // An object that is missing is named in the answer; a path that is missing has no name.
    boolean pathIsMissing =
        failure.notFound()
            && request.resource() == Resource.AUTOSCALER
            && failure.detailsName().isEmpty();
    if (!pathIsMissing) {
      return false;
    }
    String asked = failure.request().path();
    if (asked.equals(served(request).path())) {
      Map<String, Object> group = discovery.apply(ApiRequest.path("apis/autoscaling"));
      if (group.isEmpty()) {
        return false;
      }
      served = best(group);
      LOG.info("Autoscalers are served as {}", served);
    }
    return !asked.equals(served(request).path());
  }

  /** The versions of the group that a cluster serves, as discovery tells them. */
  public static List<String> of(Map<String, Object> group) {
    List<String> versions = new ArrayList<>();
    Tree.maps(group, "versions")
        .forEach(version -> versions.add(Tree.text(version, "groupVersion")));
    return versions;
  }

  private static String best(Map<String, Object> group) {
    List<String> versions = of(group);
    return AUTOSCALING.stream().filter(versions::contains).findFirst().orElse(SPOKEN);
  }
}
