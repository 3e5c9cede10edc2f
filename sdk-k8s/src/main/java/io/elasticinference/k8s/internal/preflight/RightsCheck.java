package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.PreflightSubject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Asks for each right that a deployment needs whether who asks has it. */
final class RightsCheck {

  private static final String REVIEWS = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  /** The role of what only services with windows need. */
  private static final String WINDOWS = "elastic-inference-windows";

  /** The role of what no deployment needs, but a load from pods of the cluster. */
  private static final String LOAD = "elastic-inference-load";

  private RightsCheck() {}

  static List<Finding> look(ApiServer server, Workers workers, PreflightSubject subject) {
    String namespace = subject.names().namespace();
    boolean windows =
        subject.spec().autoscale().map(wish -> !wish.windows().isEmpty()).orElse(false);
    List<Rights.Right> rights =
        Rights.all().stream()
            .filter(right -> windows || !right.role().equals(WINDOWS))
            .filter(right -> !right.role().equals(LOAD))
            .toList();
    List<Supplier<Boolean>> reviews = new ArrayList<>();
    for (Rights.Right right : rights) {
      reviews.add(() -> isAllowed(server, namespace, right));
    }
    List<Boolean> allowed = workers.all(reviews);
    Map<String, TreeSet<String>> missing = new TreeMap<>();
    Map<String, String> roles = new LinkedHashMap<>();
    for (int i = 0; i < rights.size(); i++) {
      Rights.Right right = rights.get(i);
      if (!allowed.get(i)) {
        String where = right.namespaced() ? " in " + namespace : " in the cluster";
        missing.computeIfAbsent(right.subject() + where, key -> new TreeSet<>()).add(right.verb());
        roles.put(right.subject() + where, right.role());
      }
    }
    if (missing.isEmpty()) {
      return List.of(Finding.ok("Rights in " + namespace, rights.size() + " rights, all there"));
    }
    List<Finding> findings = new ArrayList<>();
    missing.forEach(
        (what, verbs) ->
            findings.add(
                Finding.error(
                    "Right to " + what,
                    "missing: " + String.join(", ", verbs),
                    "the rights of " + roles.get(what) + " in docs/rbac.yaml",
                    "Let the cluster's administrator apply docs/rbac.yaml, and bind "
                        + roles.get(what)
                        + " to who deploys.")));
    return findings;
  }

  private static boolean isAllowed(ApiServer server, String namespace, Rights.Right right) {
    int slash = right.resource().indexOf('/');
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (right.namespaced()) {
      attributes.put("namespace", namespace);
    }
    attributes.put("verb", right.verb());
    attributes.put("group", right.group());
    attributes.put("resource", slash < 0 ? right.resource() : right.resource().substring(0, slash));
    if (slash >= 0) {
      attributes.put("subresource", right.resource().substring(slash + 1));
    }
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("apiVersion", "authorization.k8s.io/v1");
    review.put("kind", "SelfSubjectAccessReview");
    review.put("spec", Map.of("resourceAttributes", attributes));
    return Tree.isTrue(server.send(ApiRequest.review(REVIEWS, review)).body(), "status", "allowed");
  }
}
