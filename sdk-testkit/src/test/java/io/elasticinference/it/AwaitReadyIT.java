package io.elasticinference.it;

import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.elasticinference.CapacityException;
import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.Problem;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting ends as soon as it is decided: ready, or never. */
@ExtendWith(LocalCloudExtension.class)
class AwaitReadyIT {

  // Far longer than any of these takes: what "at once" means is that none of them waits for it.
  private static final Duration LONG = Duration.ofMinutes(3);

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private InferenceClient client;
  private TestNamespace namespace;
  private InferenceBuilder bert;

  AwaitReadyIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    client = InferenceClient.builder().environment(cloud.environment()).build();
    namespace = new TestNamespace(kubectl, "await");
    bert =
        ElasticInference.builder()
            .client(client)
            .namespace(namespace.name())
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("../samples/models/chnsenticorp"))
                    .to("oss://models/await/chnsenticorp"))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .ingress(namespace.name() + ".example.com");
  }

  @AfterEach
  void clean() {
    client.close();
    namespace.close();
  }

  private Problem failure(InferenceBuilder builder) {
    Throwable thrown = catchThrowable(() -> builder.deploy().awaitReady(LONG));
    assertThat(thrown).isInstanceOf(RolloutFailedException.class);
    Problem problem = ((RolloutFailedException) thrown).problem();
    assertThat(problem).isNotNull();
    return problem;
  }

  @Test
  void awaitReady_namesPodAndReason_whenTheImageIsMissing() {
    Problem problem = failure(bert.image("tensorflow/serving:missing"));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.IMAGE);
    assertThat(problem.object()).startsWith("Pod " + namespace.name() + "/chnsenticorp-v1");
    assertThat(problem.reason()).isIn("ImagePullBackOff", "ErrImagePull");
  }

  @Test
  void awaitReady_bringsTheLastWords_whenTheContainerCrashes() {
    Problem problem = failure(bert.image("tensorflow/serving:crash"));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.CRASH_LOOP);
    assertThat(problem.lastWords()).isNotEmpty();
  }

  @Test
  void awaitReady_namesTheSpecs_whenOutOfStock() {
    InferenceBuilder outOfStock = bert.gpuSpec("ecs.out-of-stock.xlarge").gpus(1);

    Throwable thrown = catchThrowable(() -> outOfStock.deploy().awaitReady(LONG));

    assertThat(thrown)
        .isInstanceOf(CapacityException.class)
        .hasMessageContaining("ecs.out-of-stock")
        .hasMessageContaining("Add a fallback");
  }

  @Test
  void awaitReady_fails_whenNoNodeTakesThePod() {
    Problem problem = failure(bert.gpuSpec("ecs.gn99-unknown.large").gpus(100_000));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNSCHEDULABLE);
    assertThat(problem.message()).contains("nvidia.com/gpu");
  }

  @Test
  void awaitReady_fails_whenTheQuotaForbidsPods() {
    namespace.kubectl("create", "quota", "none", "--hard=pods=0");

    Problem problem = failure(bert);

    assertThat(problem.kind()).isEqualTo(Problem.Kind.QUOTA);
    assertThat(problem.message()).contains("exceeded quota");
  }

  @Test
  void awaitReady_succeeds_whenABrokenDeployIsMended() {
    failure(bert.image("tensorflow/serving:missing"));

    assertThat(bert.deploy().awaitReady(LONG).ready()).isTrue();
  }

  @Test
  void awaitReady_waitsForTheNewGeneration_whenTheOldOneIsReady() {
    bert.deploy().awaitReady(LONG);

    InferenceService changed = bert.image("tensorflow/serving:2.14.1-gpu").deploy();
    changed.awaitReady(LONG);

    assertThat(
            namespace.kubectl("get", "pods", "-o", "jsonpath={.items[*].spec.containers[0].image}"))
        .contains("tensorflow/serving:2.14.1-gpu");
    assertThat(changed.status().updatedReplicas()).isEqualTo(1);
  }

  @Test
  void awaitReady_outlivesARestartOfTheApiServer_whileItWaits() throws Exception {
    InferenceService service = bert.image("tensorflow/serving:never-ready").deploy();
    CompletableFuture<?> waiting = service.awaitReadyAsync(LONG);
    cloud.restartApiServer();
    assertThat(waiting).isNotDone();

    bert.deploy();

    waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(service.status().ready()).isTrue();
  }
}
