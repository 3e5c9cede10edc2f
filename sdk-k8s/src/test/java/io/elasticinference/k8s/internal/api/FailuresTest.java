package io.elasticinference.k8s.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.ObjectRef;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static final ObjectRef OBJECT = Resource.DEPLOYMENT.ref("default", "bert");
  private static final ApiRequest APPLY = ApiRequest.apply(OBJECT, Map.of(), false);

  private final Failures failures = new Failures("https://cluster");

  private ElasticInferenceException explain(int code, Map<String, Object> status) {
    return explain(APPLY, code, status);
  }

  private ElasticInferenceException explain(
      ApiRequest request, int code, Map<String, Object> status) {
    return failures.explain(
        ApiFailure.answered(request, code, status, null), "Nothing was written.");
  }

  private static Map<String, Object> status(String message, Map<String, Object> details) {
    return Map.of("message", message, "details", details);
  }

  @Test
  void explain_namesManagersAndFields_whenSomebodyElseOwnsThem() {
    ElasticInferenceException e =
        explain(
            409,
            status(
                "Apply failed with 1 conflict",
                Map.of(
                    "causes",
                    List.of(
                        Map.of(
                            "reason",
                            "FieldManagerConflict",
                            "message",
                            "conflict with \"kubectl-set\" using apps/v1",
                            "field",
                            ".spec.replicas")))));
    assertThat(e)
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll(
            "Deployment default/bert", "spec.replicas by kubectl-set", "Nothing was written.");
    assertThat(e.retryable()).isFalse();
  }

  @Test
  void explain_namesTheRight_whenItIsMissing() {
    ElasticInferenceException e =
        explain(
            403,
            status("deployments.apps is forbidden: User \"a\" cannot create resource", Map.of()));
    assertThat(e).isInstanceOf(ClusterAccessException.class);
    assertThat(e.hint())
        .contains("a Role", "apiGroups: [\"apps\"]", "resources: [deployments]", "[create, patch]");
  }

  @Test
  void explain_asksForAClusterRole_whenTheObjectHasNoNamespace() {
    ApiRequest list = ApiRequest.list(Resource.PERSISTENT_VOLUME, null, "", "");
    assertThat(explain(list, 403, status("no", Map.of())).hint())
        .contains("ClusterRole", "resources: [persistentvolumes]", "verbs: [list]")
        .endsWith("docs/rbac.yaml has all that the SDK needs.");
  }

  @Test
  void explain_speaksOfTheQuota_whenItIsUsedUp() {
    assertThat(explain(403, status("is forbidden: exceeded quota: q", Map.of())))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("Raise the ResourceQuota");
  }

  @Test
  void explain_namesTheNamespace_whenItIsMissing() {
    assertThat(explain(404, status("namespaces \"team\" not found", Map.of())))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll("Namespace team", "kubectl create namespace team");
  }

  @Test
  void explain_listsTheCauses_whenTheObjectIsInvalid() {
    Map<String, Object> cause =
        Map.of("field", "spec.x", "message", "Invalid value: \"y\": must be z\n- long\n+ diff");
    assertThat(explain(422, status("invalid", Map.of("causes", List.of(cause)))))
        .hasMessageContaining("- spec.x: Invalid value: \"y\": must be z\n")
        .hasMessageNotContaining("diff");
  }

  @Test
  void explain_repeatsNoValue_whenASecretIsInvalid() {
    ApiRequest secret =
        ApiRequest.apply(Resource.SECRET.ref("default", "s"), Map.of("data", "geheim"), false);
    Map<String, Object> cause =
        Map.of("field", "data", "message", "Invalid value: \"geheim\": too long");
    assertThat(explain(secret, 422, status("invalid", Map.of("causes", List.of(cause)))))
        .hasMessageContaining("- data: Invalid value")
        .hasMessageNotContaining("geheim");
    assertThat(secret.toString()).doesNotContain("geheim");
  }

  @Test
  void explain_isRetryable_whenNobodyAnswers() {
    ElasticInferenceException e =
        failures.explain(
            ApiFailure.unanswered(APPLY, new ConnectException("Connection refused"), false), "");
    assertThat(e)
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll("https://cluster", "Connection refused");
    assertThat(e.retryable()).isTrue();
  }

  @Test
  void explain_saysThatCredentialsAreOld_whenTheyAreUnknown() {
    assertThat(explain(401, status("Unauthorized", Map.of())))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("Get the kubeconfig or token again");
  }
}
