package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.ElasticInference;
import io.elasticinference.Endpoint;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ServiceStatus;
import io.elasticinference.event.Subscription;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tutorial, as a user writes it: the card's chain, and what is then there and answers. */
@ExtendWith(LocalCloudExtension.class)
class TutorialIT {

  private static final Path MODEL = Path.of("../samples/models/chnsenticorp");
  private static final Duration SOON = Duration.ofMinutes(1);

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private InferenceClient client;
  private TestNamespace namespace;
  private InferenceBuilder bert;

  TutorialIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void deployNothingYet() {
    client = InferenceClient.builder().environment(cloud.environment()).build();
    namespace = new TestNamespace(kubectl, "tutorial");
    bert =
        ElasticInference.builder()
            .client(client)
            .name("bert-tfserving")
            .namespace(namespace.name())
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(MODEL)
                    .to("oss://models/tensorflow/" + namespace.name() + "/chnsenticorp")
                    .version(1623831335))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(10))
            .ingress(namespace.name() + ".example.com");
  }

  @AfterEach
  void clean() {
    client.close();
    namespace.close();
  }

  @Test
  void deploy_makesTheTutorialsObjects_asKubectlShowsThem() {
    bert.deploy();

    assertThat(
            namespace
                .kubectl("get", "deploy,svc,hpa,ing,pvc,configmap,secret", "-o", "name")
                .lines())
        .contains(
            "deployment.apps/bert-tfserving-1623831335-tensorflow-serving",
            "service/bert-tfserving-1623831335-tensorflow-serving",
            "horizontalpodautoscaler.autoscaling/bert-tfserving-1623831335-tensorflow-serving",
            "ingress.networking.k8s.io/bert-tfserving",
            "persistentvolumeclaim/bert-tfserving-model",
            "configmap/bert-tfserving-1623831335-model-config",
            "configmap/bert-tfserving-1623831335-tf-serving",
            "secret/bert-tfserving-oss");
    assertThat(
            namespace.kubectl(
                "get", "deploy", "-o", "jsonpath={.items[0].spec.template.metadata.annotations}"))
        .contains("\"alibabacloud.com/burst-resource\":\"eci_only\"")
        .contains("\"k8s.aliyun.com/eci-use-specs\":\"ecs.gn6i-c4g1.xlarge\"");
    assertThat(
            namespace.kubectl(
                "get",
                "deploy",
                "-o",
                "jsonpath={.items[0].spec.template.spec.containers[0].image} {.items[0].spec.template.spec.containers[0].resources.limits}"))
        .isEqualTo("tensorflow/serving:1.15.0-gpu {\"nvidia.com/gpu\":\"1\"}");
    String external = "{.items[0].spec.metrics[0].external";
    assertThat(
            namespace.kubectl(
                "get",
                "hpa",
                "-o",
                "jsonpath={.items[0].spec.minReplicas} {.items[0].spec.maxReplicas} "
                    + external
                    + ".metric.name} "
                    + external
                    + ".target}"))
        .isEqualTo("1 10 sls_ingress_qps {\"averageValue\":\"10\",\"type\":\"AverageValue\"}");
    assertThat(
            kubectl.run(
                "get", "pv", namespace.name() + "-bert-tfserving-model", "-o", "jsonpath={.spec}"))
        .contains("\"driver\":\"ossplugin.csi.alibabacloud.com\"", "\"bucket\":\"models\"")
        .doesNotContain("akSecret", "akId");
  }

  @Test
  void awaitReady_returnsAndPredicts_onceThePodAnswers() throws IOException {
    InferenceService service = bert.deploy();

    ServiceStatus status = service.awaitReady(SOON);

    assertThat(status.ready()).isTrue();
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(namespace.kubectl("get", "pods", "-o", "jsonpath={.items[0].spec.nodeName}"))
        .isEqualTo("virtual-kubelet-cn-beijing-h");
    // As samples/models/chnsenticorp.golden.json says, which TensorFlow itself wrote: clean,
    // convenient.
    assertThat(predict(service.endpoint(), "{\"instances\": [[1, 1, 0, 0, 0, 0, 0, 0]]}"))
        .containsExactly(new double[] {0.11862251907587051, 0.8813774585723877}, within(1e-6));
  }

  @Test
  void stressTest_asksForPredictions_whenNothingIsSaidOfTheRequest() {
    InferenceService service = bert.deploy();
    service.awaitReady(SOON);

    LoadReport report = service.stressTest(LoadProfile.constant(20).during(Duration.ofMillis(500)));

    assertThat(report.failures()).isEmpty();
    assertThat(report.totals().ok()).isEqualTo(10);
    assertThat(report.target().path()).isEqualTo("/v1/models/chnsenticorp:predict");
  }

  @Test
  void metrics_seeTheTraffic_onceTheIngressLoggedIt() throws IOException {
    InferenceService service = bert.deploy();
    service.awaitReady(SOON);
    Map<Instant, TrafficSummary> heard = new ConcurrentHashMap<>();
    Subscription live =
        service.metrics().live(Duration.ofSeconds(1), point -> heard.put(point.from(), point));
    for (int i = 0; i < 5; i++) {
      predict(service.endpoint(), "{\"instances\": [[0, 0, 0, 0, 1, 0, 0, 1]]}");
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              var traffic = service.metrics().over(Duration.ofMinutes(5));
              assertThat(traffic.requests()).isGreaterThanOrEqualTo(5);
              assertThat(traffic.errorRatio()).isZero();
            });
    // What the autoscaler sees lags behind by the adapter's delay of 10 s.
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(service.metrics().asAdapterSeesIt())
                    .singleElement()
                    .satisfies(reading -> assertThat(reading.value()).isPresent()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        heard.values().stream()
                            .filter(TrafficSummary::settled)
                            .mapToLong(TrafficSummary::requests)
                            .sum())
                    .isEqualTo(5));
    live.close();
  }

  @Test
  void deploy_writesNothing_whenNothingHasChanged() {
    bert.deploy().awaitReady(SOON);
    List<String> before = applied();

    bert.deploy();

    assertThat(applied()).isEqualTo(before).hasSize(9);
    assertThat(bert.plan().isEmpty()).as(bert.plan().toString()).isTrue();
  }

  @Test
  void deploy_changesWhatItMustAndKeepsTheReplicas_whenTheSpecChanges() {
    bert.deploy().awaitReady(SOON);
    String hpa = "hpa/bert-tfserving-1623831335-tensorflow-serving";
    String deployment = "deploy/bert-tfserving-1623831335-tensorflow-serving";
    namespace.kubectl("scale", deployment, "--replicas=2");
    namespace.kubectl("rollout", "status", deployment, "--timeout=60s");
    List<String> before = applied();

    bert.autoscale(qps(10).replicas(2, 7)).deploy();

    assertThat(
            namespace.kubectl("get", hpa, "-o", "jsonpath={.spec.minReplicas} {.spec.maxReplicas}"))
        .isEqualTo("2 7");
    assertThat(namespace.kubectl("get", deployment, "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("2");
    assertThat(applied().stream().filter(line -> !before.contains(line)))
        .allMatch(line -> line.startsWith("HorizontalPodAutoscaler "));
  }

  @Test
  void delete_leavesNothingOfOursAndAllOfOthers_always() {
    namespace.kubectl("create", "configmap", "somebody-elses", "--from-literal=a=b");
    InferenceService service = bert.deploy();
    service.awaitReady(SOON);

    service.delete();

    assertThat(
            namespace
                .kubectl("get", "deploy,rs,pod,svc,hpa,ing,pvc,secret,configmap", "-o", "name")
                .lines())
        .containsExactlyInAnyOrder("configmap/kube-root-ca.crt", "configmap/somebody-elses");
    assertThat(kubectl.run("get", "pv", "-o", "name")).doesNotContain(namespace.name());
    assertThat(service.status().exists()).isFalse();
    assertThat(service.delete()).isEmpty();
  }

  @Test
  void list_findsTheServiceAgain_fromAnotherClient() {
    bert.deploy().awaitReady(SOON);
    try (InferenceClient other =
        InferenceClient.builder().environment(cloud.environment()).build()) {
      assertThat(other.list(namespace.name()))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.name()).isEqualTo("bert-tfserving");
                assertThat(found.version()).isEqualTo("1623831335");
                assertThat(found.model()).isEqualTo("chnsenticorp");
                assertThat(found.endpoint().host()).isEqualTo(namespace.name() + ".example.com");
              });
      assertThat(other.get(namespace.name(), "bert-tfserving")).isPresent();
      assertThat(other.get(namespace.name(), "another")).isEmpty();
    }
  }

  @Test
  void toYaml_isAcceptedByKubectl_asADryRun() {
    Kubectl.Result result =
        kubectl.attempt(bert.toYaml(), "apply", "--server-side", "--dry-run=server", "-f", "-");

    assertThat(result.exitCode()).as(result.error()).isZero();
    assertThat(result.output().lines())
        .hasSize(9)
        .allMatch(line -> line.contains("serverside-applied"));
    assertThat(namespace.kubectl("get", "deploy,svc,hpa,ing,pvc", "-o", "name")).isEmpty();
  }

  /**
   * What is there of the service, each with what a write would raise: the resource version, but for
   * the autoscaler, whose status moves it, the time at which this SDK last changed it.
   */
  private List<String> applied() {
    String ours = "-l=app.kubernetes.io/managed-by=elastic-inference";
    String versions =
        namespace.kubectl(
            "get",
            "deploy,svc,ing,pvc,configmap,secret",
            ours,
            "--no-headers",
            "-o",
            "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion");
    String autoscaler =
        namespace.kubectl(
            "get",
            "hpa",
            ours,
            "--no-headers",
            "-o",
            "custom-columns=KIND:.kind,NAME:.metadata.name,TIME:.metadata.managedFields[?(@.manager==\"elastic-inference\")].time");
    String volume =
        kubectl.run(
            "get",
            "pv",
            namespace.name() + "-bert-tfserving-model",
            "--no-headers",
            "-o",
            "custom-columns=KIND:.kind,NAME:.metadata.name,VERSION:.metadata.resourceVersion");
    return (versions + autoscaler + volume)
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  private static double[] predict(Endpoint endpoint, String body) throws IOException {
    // HttpURLConnection refuses to set Host, so this speaks plain HTTP over a socket.
    URI uri = endpoint.predictUriByAddress();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String path = uri.getPath();
    try (var socket = new java.net.Socket(uri.getHost(), uri.getPort())) {
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: "
              + endpoint.host()
              + "\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + bytes.length
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200");
      Matcher numbers =
          Pattern.compile("\\[\\s*([0-9.eE-]+),\\s*([0-9.eE-]+)\\s*\\]").matcher(answer);
      assertThat(numbers.find()).as(answer).isTrue();
      return new double[] {
        Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2))
      };
    }
  }
}
