package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.FieldChange;
import io.elasticinference.PlannedChange;
import io.elasticinference.PlannedChange.Action;
import io.elasticinference.spi.Cluster;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an apply does to a real API server's objects: ours, shared ones, and somebody else's. */
@ExtendWith(LocalCloudExtension.class)
class ApplyIT {

  private static final String WORKLOAD = "deploy/bert-v1-tensorflow-serving";

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private Cluster cluster;
  private TestNamespace namespace;
  private Services bert;

  ApplyIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    cluster = Services.connect(cloud);
    namespace = new TestNamespace(kubectl, "apply");
    bert = Services.named(namespace.name(), "bert", "v1");
  }

  @AfterEach
  void clean() {
    cluster.delete(namespace.name(), "bert", null);
    cluster.close();
    namespace.close();
  }

  private String get(String object, String jsonPath) {
    return namespace.kubectl("get", object, "-o", "jsonpath=" + jsonPath);
  }

  private static Action actionOn(String kind, List<PlannedChange> changes) {
    return changes.stream()
        .filter(change -> change.object().kind().equals(kind))
        .findFirst()
        .orElseThrow()
        .action();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configmap/bert-v1-model-config {kind: ConfigMap, apiVersion: v1, metadata: {name:"
            + " bert-v1-model-config}, data: {other: key}}",
        "secret/bert-oss {kind: Secret, apiVersion: v1, metadata: {name: bert-oss}, stringData:"
            + " {other: key}}",
        "service/bert-v1-tensorflow-serving {kind: Service, apiVersion: v1, metadata: {name:"
            + " bert-v1-tensorflow-serving}, spec: {selector: {app: tensorflow-serving, release:"
            + " bert-v1}, ports: [{port: 80, name: http}]}}",
        "pvc/bert-model {kind: PersistentVolumeClaim, apiVersion: v1, metadata: {name:"
            + " bert-model}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage:"
            + " 1Gi}}}}",
        "hpa/bert-v1-tensorflow-serving {kind: HorizontalPodAutoscaler, apiVersion:"
            + " autoscaling/v2, metadata: {name: bert-v1-tensorflow-serving}, spec: {maxReplicas:"
            + " 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: other}}}",
        "ingress/bert {kind: Ingress, apiVersion: networking.k8s.io/v1, metadata: {name: bert},"
            + " spec: {defaultBackend: {service: {name: other, port: {number: 1}}}}}"
      })
  void apply_refusesAndLeavesItAsItWas_whenAnObjectIsSomebodyElses(String objectAndYaml) {
    String object = objectAndYaml.substring(0, objectAndYaml.indexOf(' '));
    String yaml = objectAndYaml.substring(objectAndYaml.indexOf(' '));
    assertThat(kubectl.attempt(yaml, "apply", "-f", "-", "-n", namespace.name()).exitCode())
        .isZero();
    String all = "{.metadata.labels}{.data}{.spec}";
    String before = get(object, all);

    assertThatThrownBy(() -> bert.deploy(cluster))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(object.substring(object.indexOf('/') + 1))
        .hasMessageContaining("kubectl")
        .hasMessageContaining("delete() removes");

    assertThat(get(object, all)).isEqualTo(before);
    assertThat(get(object, "{.metadata.managedFields[*].manager}"))
        .doesNotContain("elastic-inference");
    cluster.delete(namespace.name(), "bert", null);
    assertThat(get(object, all)).isEqualTo(before);
  }

  @Test
  void apply_keepsWhatOthersAdd_andRefusesWhatTheyChanged() {
    bert.deploy(cluster);
    namespace.kubectl("label", WORKLOAD, "team=nlp");

    assertThat(bert.deploy(cluster)).allMatch(change -> change.action() == Action.UNCHANGED);
    assertThat(get(WORKLOAD, "{.metadata.labels.team}")).isEqualTo("nlp");

    namespace.kubectl("set", "image", WORKLOAD, "tensorflow-serving=other:1");
    assertThatThrownBy(() -> bert.deploy(cluster))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("image by kubectl-set")
        .hasMessageContaining("Nothing was written");
    assertThat(get(WORKLOAD, "{.spec.template.spec.containers[0].image}")).isEqualTo("other:1");
  }

  @Test
  void apply_keepsTheReplicas_whenAFixedServiceStartsToScale() {
    Services fixed = Services.named(namespace.name(), "bert", "v1").fixed(3);
    fixed.deploy(cluster);

    assertThat(bert.plan(cluster).toString()).doesNotContain("spec.replicas");
    bert.deploy(cluster);

    assertThat(get(WORKLOAD, "{.spec.replicas}")).isEqualTo("3");
    assertThat(bert.plan(cluster)).allMatch(change -> change.action() == Action.UNCHANGED);
  }

  @Test
  void apply_takesTheAutoscalerAway_whenAServiceIsFixedAgain() {
    bert.deploy(cluster);
    // What the autoscaler does: it sets the replicas through the scale subresource.
    namespace.kubectl(
        "patch",
        WORKLOAD,
        "--subresource=scale",
        "--type=merge",
        "--field-manager=kube-controller-manager",
        "-p",
        "{\"spec\":{\"replicas\":4}}");
    Services fixed = Services.named(namespace.name(), "bert", "v1").fixed(2);

    List<PlannedChange> plan = fixed.plan(cluster);
    assertThat(actionOn("HorizontalPodAutoscaler", plan)).isEqualTo(Action.DELETE);
    assertThat(plan.toString()).contains("spec.replicas: 4 -> 2");
    assertThat(actionOn("HorizontalPodAutoscaler", fixed.deploy(cluster))).isEqualTo(Action.DELETE);

    assertThat(get(WORKLOAD, "{.spec.replicas}")).isEqualTo("2");
    assertThat(namespace.kubectl("get", "hpa", "-o", "name")).isEmpty();
    assertThat(fixed.deploy(cluster)).allMatch(change -> change.action() == Action.UNCHANGED);
  }

  @Test
  void apply_takesTheIngressAway_whenAServiceIsExposedNoMore() {
    bert.deploy(cluster);

    List<PlannedChange> changes =
        Services.named(namespace.name(), "bert", "v1").inside().deploy(cluster);

    assertThat(actionOn("Ingress", changes)).isEqualTo(Action.DELETE);
    assertThat(namespace.kubectl("get", "ingress", "-o", "name")).isEmpty();
  }

  @Test
  void apply_writesNothingAnywhere_whenTheNamespaceIsMissing() {
    Services nowhere = Services.named("no-such-namespace", "bert", "v1");

    assertThatThrownBy(() -> nowhere.deploy(cluster))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("kubectl create namespace no-such-namespace")
        .hasMessageContaining("Nothing was written");

    assertThat(kubectl.run("get", "pv", "-o", "name")).doesNotContain("no-such-namespace");
  }

  @Test
  void apply_saysThatTheVolumeCannotChange_whenTheModelLiesInAnotherBucket() {
    bert.deploy(cluster);

    assertThatThrownBy(() -> bert.bucket("another").deploy(cluster))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("PersistentVolume " + namespace.name() + "-bert-model")
        .hasMessageContaining("delete the service first");
  }

  @Test
  void apply_namesTheQuota_whenItIsUsedUp() {
    namespace.kubectl("create", "quota", "none", "--hard=services=0");

    assertThatThrownBy(() -> bert.deploy(cluster))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("exceeded quota: none");
  }

  @Test
  void apply_bindsTheVolumeAnew_whenItsClaimWasDeleted() {
    bert.fixed(1).deploy(cluster);
    namespace.kubectl("delete", WORKLOAD, "--cascade=foreground");
    namespace.kubectl("delete", "pvc/bert-model");

    bert.deploy(cluster);

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(get("pvc/bert-model", "{.status.phase}")).isEqualTo("Bound"));
  }

  @Test
  void apply_waitsForItsOwnPast_whenAnEarlierObjectIsStillGoing() {
    bert.fixed(1).deploy(cluster);
    // Held by the pod that uses it: it goes only when the workload goes.
    namespace.kubectl("delete", "pvc/bert-model", "--wait=false");
    namespace.kubectl("delete", WORKLOAD, "--wait=false");

    List<PlannedChange> changes = bert.deploy(cluster);

    assertThat(actionOn("PersistentVolumeClaim", changes)).isEqualTo(Action.CREATE);
    assertThat(get("pvc/bert-model", "{.metadata.deletionTimestamp}")).isEmpty();
  }

  @Test
  void diff_writesNothingAndShowsNoSecret_whenTheKeyChanges() {
    bert.deploy(cluster);
    String versions = "{.items[*].metadata.resourceVersion}";
    String before = get("deploy,svc,ing,pvc,configmap,secret", versions);

    List<PlannedChange> plan = bert.secret("another-secret").plan(cluster);

    assertThat(plan.stream().filter(change -> change.action() != Action.UNCHANGED))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.fields())
                    .containsExactly(new FieldChange("data.akSecret", "(hidden)", "(hidden)")));
    assertThat(get("deploy,svc,ing,pvc,configmap,secret", versions)).isEqualTo(before);
  }
}
