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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private Map<String, String> environment = Map.of();

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
    environment = new HashMap<>(cloud.environment());
    environment.put("KUBECONFIG", kubeconfig.toString());
    client = InferenceClient.builder().environment(environment).build();
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
    // The strictest of Kubernetes' Pod Security Standards, for the pods that come from now on.
    kubectl.run(
        "label", "namespace", namespace.name(), "pod-security.kubernetes.io/enforce=restricted");
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
  void stressTest_tellsTheTruth_whenOnePodIsKilledAndAnotherEvicted() throws Exception {
    List<ProcessHandle> killed = new ArrayList<>();
    List<String> evicted = new ArrayList<>();

    LoadReport report =
        service.stressTest(
            sixty(Duration.ofSeconds(5)).distributed(3),
            sample -> {
              if (sample.second() == 1) {
                ProcessHandle victim = processes().get(0);
                killed.add(victim);
                victim.destroyForcibly();
              }
              if (sample.second() == 2) {
                // Until the killed one is no more among them.
                await().atMost(Duration.ofSeconds(3)).until(() -> runningPods().size() == 2);
                evicted.add(evict(runningPods().get(0)));
              }
            });

    assertThat(killed).hasSize(1);
    assertThat(report.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(report.reason().orElseThrow())
        .contains("was lost after ", "exit code 137", "was told to end by its node or cluster");
    assertThat(report.workers())
        .as("an evicted pod is not started again: %s", report)
        .filteredOn(worker -> worker.problem().isPresent())
        .hasSize(2)
        .filteredOn(worker -> evicted.contains(worker.pod()))
        .singleElement()
        .satisfies(
            worker ->
                assertThat(worker.problem().orElseThrow())
                    .startsWith("was told to end by its node or cluster after "));
    assertThat(report.duration()).isGreaterThan(Duration.ofMillis(4_500));
    assertThat(report.totals().ok()).isEqualTo(report.latency().count()).isBetween(150L, 330L);
    assertNothingIsLeft();
  }

  private List<String> runningPods() {
    return namespace
        .kubectl(
            "get",
            "pods",
            "-l",
            "elasticinference.io/job",
            "--field-selector=status.phase=Running",
            "-o",
            "jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
        .lines()
        .toList();
  }

  /** As kubectl drain does. */
  private String evict(String pod) {
    namespace.kubectl("delete", "pod", pod, "--wait=false");
    return pod;
  }

  @Test
  void cluster_endsTheLoad_howeverItsProgramEnds() throws Exception {
    Process stopped = LoadProgram.start(environment, namespace.name(), service.name());
    Process killed = LoadProgram.start(environment, namespace.name(), service.name());
    assertThat(LoadProgram.awaitSending(stopped)).isTrue();
    assertThat(LoadProgram.awaitSending(killed)).isTrue();
    assertThat(processes()).hasSize(4);
    assertThat(jobs()).hasSize(2);

    stopped.destroy();
    assertThat(stopped.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(jobs()).as("deleted by the program that was told to end").hasSize(1);
    await().atMost(Duration.ofSeconds(20)).until(() -> processes().size() == 2);
    assertThat(
            namespace
                .kubectl("get", "secrets,configmaps", "-l", "elasticinference.io/job", "-o", "name")
                .lines())
        .hasSize(2);

    killed.destroyForcibly();

    await().atMost(Duration.ofSeconds(30)).until(() -> processes().isEmpty());
    assertThat(
            namespace.kubectl(
                "get", jobs().get(0), "-o", "jsonpath={.status.conditions[*].reason}"))
        .as("ended by the cluster, which deletes it some minutes later")
        .contains("DeadlineExceeded");
    namespace.kubectl("delete", jobs().get(0), "--wait=true");
    await().atMost(Duration.ofSeconds(20)).untilAsserted(this::assertNothingIsLeft);
  }

  private List<String> jobs() {
    return namespace
        .kubectl("get", "jobs", "-l", "elasticinference.io/job", "-o", "name")
        .lines()
        .toList();
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

  @Test
  void stressTestAsync_leavesNothing_whenItIsCancelled() throws Exception {
    CountDownLatch sends = new CountDownLatch(1);

    CompletableFuture<LoadReport> report =
        service.stressTestAsync(
            sixty(Duration.ofMinutes(10)).distributed(1), sample -> sends.countDown());
    assertThat(sends.await(30, TimeUnit.SECONDS)).isTrue();
    report.cancel(true);

    await().atMost(Duration.ofSeconds(20)).until(() -> jobs().isEmpty());
    await().atMost(Duration.ofSeconds(20)).untilAsserted(this::assertNothingIsLeft);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("load-distributed")));
  }
}
