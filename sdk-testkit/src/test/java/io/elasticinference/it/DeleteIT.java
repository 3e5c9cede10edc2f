package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ObjectRef;
import io.elasticinference.spi.Cluster;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing of ours stays, and nothing of anybody else's goes. */
@ExtendWith(LocalCloudExtension.class)
class DeleteIT {

  private static final String OURS = "-l=app.kubernetes.io/part-of=bert";

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private Cluster cluster;
  private TestNamespace namespace;
  private Services bert;

  DeleteIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    cluster = Services.connect(cloud);
    namespace = new TestNamespace(kubectl, "delete");
    bert = Services.named(namespace.name(), "bert", "v1");
  }

  @AfterEach
  void clean() {
    cluster.delete(namespace.name(), "bert", null);
    cluster.close();
    namespace.close();
  }

  private List<String> left() {
    return namespace
        .kubectl("get", "deploy,rs,pod,svc,hpa,ing,pvc,secret,configmap", OURS, "-o", "name")
        .lines()
        .toList();
  }

  private List<ObjectRef> delete() {
    return cluster.delete(namespace.name(), "bert", null);
  }

  private void assertNothingIsLeft() {
    assertThat(left()).isEmpty();
    assertThat(kubectl.run("get", "pv", "-o", "name")).doesNotContain(namespace.name());
  }

  @Test
  void delete_keepsWhatOtherVersionsShare_untilTheLastOneGoes() {
    bert.deploy(cluster);
    Services next = Services.named(namespace.name(), "bert", "v2");
    next.inside().deploy(cluster);

    cluster.delete(namespace.name(), "bert", "v2");

    assertThat(left())
        .noneMatch(name -> name.contains("bert-v2"))
        .contains(
            "deployment.apps/bert-v1-tensorflow-serving",
            "persistentvolumeclaim/bert-model",
            "secret/bert-oss",
            "ingress.networking.k8s.io/bert");
    cluster.delete(namespace.name(), "bert", "v1");
    assertNothingIsLeft();
  }

  @Test
  void delete_takesWhatHandsEdited_sinceItIsStillOurs() {
    bert.deploy(cluster);
    namespace.kubectl("set", "image", "deploy/bert-v1-tensorflow-serving", "*=other:1");
    namespace.kubectl(
        "patch",
        "svc/bert-v1-tensorflow-serving",
        "--type=json",
        "-p",
        "[{\"op\":\"add\",\"path\":\"/spec/ports/-\",\"value\":{\"name\":\"x\",\"port\":99}}]");
    namespace.kubectl("label", "pvc/bert-model", "team=nlp");

    delete();

    assertNothingIsLeft();
  }

  @Test
  void delete_leavesWhatOnlyCarriesOurLabels() {
    bert.deploy(cluster);
    String copy =
        """
        {kind: ConfigMap, apiVersion: v1, data: {a: b}, metadata: {name: copy, labels: {
          app.kubernetes.io/part-of: bert, app.kubernetes.io/managed-by: elastic-inference}}}""";
    assertThat(kubectl.attempt(copy, "apply", "-f", "-", "-n", namespace.name()).exitCode())
        .isZero();

    assertThat(delete()).extracting(ObjectRef::name).doesNotContain("copy");

    assertThat(left()).containsExactly("configmap/copy");
  }

  @Test
  void delete_givesUpItsFields_whenSomebodyElseAppliesTheSameObject() {
    bert.deploy(cluster);
    String shared =
        """
        {kind: ConfigMap, apiVersion: v1, metadata: {name: bert-v1-model-config}, data: {a: b}}""";
    assertThat(
            kubectl
                .attempt(
                    shared,
                    "apply",
                    "--server-side",
                    "--field-manager=argo",
                    "-f",
                    "-",
                    "-n",
                    namespace.name())
                .exitCode())
        .isZero();

    assertThat(delete()).extracting(ObjectRef::name).doesNotContain("bert-v1-model-config");

    assertThat(left()).isEmpty();
    assertThat(namespace.kubectl("get", "configmap/bert-v1-model-config", "-o", "jsonpath={.data}"))
        .isEqualTo("{\"a\":\"b\"}");
  }

  @Test
  void deploy_converges_whenADeleteWasKilledAnywhere() {
    // What a delete that dies leaves: it takes the workload first, then what that mounts.
    for (String gone :
        List.of(
            "deploy/bert-v1-tensorflow-serving",
            "deploy/bert-v1-tensorflow-serving pvc/bert-model",
            "deploy/bert-v1-tensorflow-serving pvc/bert-model secret/bert-oss",
            "hpa/bert-v1-tensorflow-serving svc/bert-v1-tensorflow-serving")) {
      bert.deploy(cluster);
      for (String object : gone.split(" ", -1)) {
        namespace.kubectl("delete", object, "--wait=false");
      }

      bert.deploy(cluster);

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          namespace.kubectl(
                              "get", "pvc/bert-model", "-o", "jsonpath={.status.phase}"))
                      .as(gone)
                      .isEqualTo("Bound"));
      delete();
      assertNothingIsLeft();
    }
  }

  @Test
  void delete_succeeds_whenTwoDeleteAtOnce() throws Exception {
    bert.deploy(cluster);
    try (Cluster other = Services.connect(cloud)) {
      CompletableFuture<List<ObjectRef>> first = CompletableFuture.supplyAsync(this::delete);
      CompletableFuture<List<ObjectRef>> second =
          CompletableFuture.supplyAsync(() -> other.delete(namespace.name(), "bert", null));
      first.get(1, TimeUnit.MINUTES);
      second.get(1, TimeUnit.MINUTES);
    }
    assertNothingIsLeft();
  }
}
