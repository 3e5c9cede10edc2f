package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.Problem;
import io.elasticinference.ServiceStatus;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is seen of services on a real control plane: by watches, by a look, and by others' tools.
 */
@ExtendWith(LocalCloudExtension.class)
class WatchIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private final List<ServiceStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
  private Cluster cluster;
  private TestNamespace namespace;
  private Services bert;

  WatchIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    cluster = Services.connect(cloud);
    namespace = new TestNamespace(kubectl, "watch");
    bert = Services.named(namespace.name(), "bert", "v1").fixed(1);
  }

  @AfterEach
  void clean() {
    cluster.delete(namespace.name(), "bert", null);
    cluster.close();
    namespace.close();
  }

  private Cluster.Watching watch() {
    return cluster.watch(bert.names(), statuses::add, failures::add);
  }

  private ServiceStatus last() {
    return statuses.get(statuses.size() - 1);
  }

  private Problem awaitFatal() {
    await().atMost(SOON).until(() -> !statuses.isEmpty() && last().fatalProblem().isPresent());
    return last().fatalProblem().orElseThrow();
  }

  @Test
  void watch_tellsThatAServiceComesAndGoes() {
    try (Cluster.Watching watching = watch()) {
      await().atMost(SOON).until(() -> !statuses.isEmpty());
      assertThat(last().exists()).isFalse();
      bert.deploy(cluster);
      await().atMost(SOON).until(() -> last().exists());
      cluster.delete(namespace.name(), "bert", null);
      await().atMost(SOON).until(() -> !last().exists());
      assertThat(watching).isNotNull();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void watch_neverTakesTheOldGenerationForTheNew_howeverOftenItChanges() {
    bert.deploy(cluster);
    try (Cluster.Watching keptOpen = watch()) {
      for (int replicas = 2; replicas <= 4; replicas++) {
        List<ServiceStatus> own = new CopyOnWriteArrayList<>();
        Services.named(namespace.name(), "bert", "v1").fixed(replicas).deploy(cluster);
        try (Cluster.Watching watching = cluster.watch(bert.names(), own::add, failures::add)) {
          await().atMost(SOON).until(() -> !own.isEmpty());
          assertThat(own.get(0).desiredReplicas()).isEqualTo(replicas);
          assertThat(watching).isNotNull();
        }
      }
      assertThat(keptOpen).isNotNull();
    }
  }

  @Test
  void watch_saysWhoHasTheVolume_whenTheClaimCanNeverBeBound() {
    bert.deploy(cluster);
    namespace.kubectl("delete", "deploy/bert-v1-tensorflow-serving", "--cascade=foreground");
    namespace.kubectl("delete", "pvc/bert-model");
    // The claim comes back by another hand, and the volume remembers the one before.
    bert.manifests().stream()
        .filter(manifest -> !manifest.object().kind().equals("PersistentVolume"))
        .forEach(manifest -> cluster.apply(List.of(manifest), change -> {}));

    try (Cluster.Watching watching = watch()) {
      Problem problem = awaitFatal();
      assertThat(problem.kind()).isEqualTo(Problem.Kind.VOLUME);
      assertThat(problem.object())
          .isEqualTo("PersistentVolumeClaim " + namespace.name() + "/bert-model");
      assertThat(problem.message()).contains("an earlier claim of that name");
      assertThat(watching).isNotNull();
    }
    assertThat(cluster.status(bert.names()).fatalProblem())
        .hasValueSatisfying(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.VOLUME));
  }

  @Test
  void watch_saysWhatForbidsThePods_whenAnAdmissionRuleDoes() {
    kubectl.run(
        "label", "namespace", namespace.name(), "pod-security.kubernetes.io/enforce=restricted");
    bert.deploy(cluster);

    try (Cluster.Watching watching = watch()) {
      Problem problem = awaitFatal();
      assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
      assertThat(problem.message()).contains("violates PodSecurity");
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void list_showsWhatArenaDeployed_andDeleteLeavesIt() {
    String arenas =
        """
        {kind: Deployment, apiVersion: apps/v1, metadata: {name: old-1-tensorflow-serving,
          labels: {servingName: old, servingVersion: "1", servingType: tf-serving}},
         spec: {replicas: 0, selector: {matchLabels: {release: old-1}}, template: {
          metadata: {labels: {release: old-1, servingName: old, servingVersion: "1"}},
          spec: {containers: [{name: c, image: "tensorflow/serving:1.15.0", command: [sh, -c,
           "/usr/bin/tensorflow_model_server --model_name=mnist --model_base_path=/m"]}]}}}}""";
    assertThat(kubectl.attempt(arenas, "apply", "-f", "-", "-n", namespace.name()).exitCode())
        .isZero();
    bert.deploy(cluster);

    assertThat(cluster.list(namespace.name()))
        .extracting(DeployedService::model)
        .containsExactly("chnsenticorp", "mnist");
    DeployedService old = cluster.find(namespace.name(), "old").get(0);
    assertThat(cluster.status(old.names()).exists()).isTrue();
    assertThat(cluster.delete(namespace.name(), "old", null)).isEmpty();
    assertThat(cluster.find(namespace.name(), "old")).hasSize(1);
  }
}
