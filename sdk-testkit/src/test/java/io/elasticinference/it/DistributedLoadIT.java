package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadWorker;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One load from several pods of the cluster, which are processes of their own here; with the rights
 * of {@code docs/rbac.yaml} and no others.
 */
@ExtendWith(LocalCloudExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DistributedLoadIT {
  private static final String PROGRAM = "WorkerMain";

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private final Set<Long> pids = ConcurrentHashMap.newKeySet();
  private TestNamespace namespace;
  private InferenceClient client;
  private InferenceService service;

  DistributedLoadIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws Exception {
    namespace = new TestNamespace(kubectl, "load");
    namespace.kubectl("apply", "-f", "../docs/rbac.yaml");
    String account = "--serviceaccount=" + namespace.name() + ":default";
    namespace.kubectl("create", "rolebinding", "ei", "--role=elastic-inference", account);
    namespace.kubectl("create", "rolebinding", "eil", "--role=elastic-inference-load", account);
    kubectl.run(
        "create",
        "clusterrolebinding",
        namespace.name(),
        "--clusterrole=elastic-inference-volumes",
        account);
    Path kubeconfig =
        Kubeconfigs.withToken(kubectl, namespace.kubectl("create", "token", "default"), folder);
    client =
        InferenceClient.builder()
            .environment(cloud.environment())
            .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
            .build();
    service =
        ElasticInference.builder()
            .client(client)
            .namespace(namespace.name())
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("../samples/models/chnsenticorp"))
                    .to("oss://models/load/chnsenticorp"))
            .replicas(2)
            .ingress(namespace.name() + ".example.com")
            .deploy();
    service.awaitReady(Duration.ofMinutes(1));
  }

  @AfterAll
  void delete() throws Exception {
    client.close();
    namespace.close();
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> found =
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().commandLine().orElse("").contains(PROGRAM))
            .toList();
    found.forEach(process -> pids.add(process.pid()));
    return found;
  }

  private static LoadProfile sixty(Duration duration) {
    return LoadProfile.constant(60).poisson(11).during(duration);
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(
            namespace.kubectl(
                "get", "jobs,secrets,configmaps", "-l", "elasticinference.io/job", "-o", "name"))
        .isEmpty();
    await().atMost(Duration.ofSeconds(20)).until(() -> processes().isEmpty());
  }

  @Test
  void stressTest_isOneReport_ofThreeProcesses() throws Exception {
    List<LoadSample> heard = new CopyOnWriteArrayList<>();
    pids.clear();

    LoadReport report =
        service.stressTest(
            sixty(Duration.ofSeconds(4)).distributed(3),
            sample -> {
              heard.add(sample);
              processes();
            });

    assertThat(report.reason()).isEmpty();
    assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(report.totals().offered()).isBetween(190L, 290L);
    assertThat(report.totals().ok()).as(report.toString()).isEqualTo(report.totals().offered());
    assertThat(report.latency().count()).isEqualTo(report.totals().ok());
    assertThat(report.statuses()).isEqualTo(Map.of(200, report.totals().ok()));
    assertThat(report.samples()).isEqualTo(heard);
    assertThat(report.samples().stream().mapToLong(LoadSample::ok).sum())
        .isEqualTo(report.totals().ok());
    assertThat(report.workers())
        .hasSize(3)
        .allSatisfy(
            worker -> {
              assertThat(worker.problem()).isEmpty();
              // Random arrivals of its own; 80 expected, 36 are four standard deviations.
              assertThat(worker.totals().ok()).isBetween(44L, 116L);
            });
    assertThat(report.workers()).extracting(LoadWorker::pod).doesNotHaveDuplicates();
    assertThat(report.toString()).contains("3 pods, at most ");
    assertThat(pids).as("processes of their own").hasSize(3);
    assertThat(report.series()).extracting(series -> series.name()).contains("ready");
    assertNothingIsLeft();
  }

  @Test
  void stressTest_tellsTheTruth_whenAProcessIsKilled() throws Exception {
    List<ProcessHandle> killed = new ArrayList<>();

    LoadReport report =
        service.stressTest(
            sixty(Duration.ofSeconds(5)).distributed(3),
            sample -> {
              if (sample.second() == 1) {
                ProcessHandle victim = processes().get(0);
                killed.add(victim);
                victim.destroyForcibly();
              }
            });

    assertThat(killed).hasSize(1);
    assertThat(report.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(report.reason().orElseThrow()).contains("was lost after ", "exit code 137");
    assertThat(report.workers().stream().filter(worker -> worker.problem().isPresent())).hasSize(1);
    assertThat(report.duration()).isGreaterThan(Duration.ofMillis(4_500));
    assertThat(report.totals().ok()).isEqualTo(report.latency().count()).isBetween(150L, 330L);
    assertNothingIsLeft();
  }

  @Test
  void stressTest_leavesNothing_whenItsThreadIsInterrupted() throws Exception {
    Thread caller = Thread.currentThread();

    LoadReport report =
        service.stressTest(
            sixty(Duration.ofMinutes(10)).distributed(2),
            sample -> {
              if (sample.second() == 1) {
                caller.interrupt();
              }
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.outcome()).isEqualTo(LoadOutcome.CANCELLED);
    assertThat(report.totals().ok()).isGreaterThan(30);
    assertThat(report.workers()).allMatch(worker -> worker.problem().isEmpty());
    assertNothingIsLeft();
  }
}
