package io.elasticinference.it;

import static io.elasticinference.Autoscale.inflow;
import static io.elasticinference.Autoscale.latency;
import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static io.elasticinference.metrics.LatencyStatistic.P95;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Autoscale;
import io.elasticinference.ElasticInference;
import io.elasticinference.FieldChange;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.PlannedChange;
import io.elasticinference.ScalingReading;
import io.elasticinference.scaling.ScalingPolicy;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the autoscale language says, as the real API server and kubectl take it. */
@ExtendWith(LocalCloudExtension.class)
class AutoscaleIT {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final String HPA = "hpa/bert-v1-tensorflow-serving";

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private final InferenceClient client;

  AutoscaleIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
    this.client = InferenceClient.builder().environment(cloud.environment()).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static InferenceBuilder bert(InferenceClient client, TestNamespace namespace) {
    return ElasticInference.builder()
        .client(client)
        .namespace(namespace.name())
        .name("bert")
        .version("v1")
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp"))
                .to("oss://models/autoscale/chnsenticorp"))
        .gpuSpec("ecs.gn6i-c4g1.xlarge")
        .burst(ECI_ONLY)
        .ingress(namespace.name() + ".example.com");
  }

  private static String read(TestNamespace namespace, String path) {
    return namespace.kubectl("get", HPA, "-o", "jsonpath={" + path + "}");
  }

  @Test
  void deploy_writesAllThatIsSaid_andReadsItBack() {
    try (TestNamespace namespace = new TestNamespace(kubectl, "language")) {
      Autoscale autoscale =
          qps(10)
              .and(latency(P95, Duration.ofMillis(200)))
              .and(inflow(1e6))
              .replicas(2, 6)
              .scaleUp(
                  ScalingRules.defaults()
                      .policies(ScalingPolicy.pods(2, Duration.ofMinutes(1)))
                      .tolerance(0.05))
              .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(2)));
      InferenceBuilder bert = bert(client, namespace).autoscale(autoscale);
      InferenceService service = bert.deploy();

      assertThat(read(namespace, ".spec.metrics[*].external.target.type"))
          .isEqualTo("AverageValue Value AverageValue");
      assertThat(read(namespace, ".spec.behavior.scaleUp.tolerance")).isEqualTo("50m");
      assertThat(read(namespace, ".spec.behavior.scaleDown.stabilizationWindowSeconds"))
          .isEqualTo("120");
      assertThat(service.status().scaling().orElseThrow().readings())
          .extracting(ScalingReading::metric, ScalingReading::perReplica, ScalingReading::target)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("sls_ingress_qps", true, 10.0),
              org.assertj.core.groups.Tuple.tuple("sls_ingress_latency_p95", false, 200.0),
              org.assertj.core.groups.Tuple.tuple("sls_ingress_inflow", true, 1e6));
      assertThat(bert.plan().isEmpty()).isTrue();
      service.delete();
    }
  }

  @Test
  void windows_setTheMinimum_byAnAccountThatMayDoNothingElse(@TempDir Path folder)
      throws Exception {
    ZonedDateTime now = ZonedDateTime.now(SHANGHAI);
    String open = "%d %d * * *".formatted(now.getMinute(), now.getHour());
    Autoscale plain = qps(10).replicas(1, 6);
    Autoscale windows =
        plain
            .cron(open, Duration.ofHours(3), 3)
            .cron(open, Duration.ofHours(2), 2)
            .timeZone(SHANGHAI);
    try (TestNamespace namespace = new TestNamespace(kubectl, "windows");
        InferenceClient least = withTheRightsOf(namespace, folder)) {
      InferenceService service = bert(least, namespace).autoscale(windows).deploy();
      assertThat(read(namespace, ".spec.minReplicas")).isEqualTo("3");
      assertThat(jobs(namespace)).hasSize(2);

      // What the job of the closing switch would do, by the real kubectl, with the job's account.
      String closing =
          jobs(namespace).stream()
              .filter(job -> args(namespace, job).contains(":1}"))
              .findFirst()
              .get();
      Kubectl account =
          new Kubectl(
              Map.of(
                  "KUBECONFIG",
                  Kubeconfigs.withToken(
                          kubectl,
                          namespace.kubectl("create", "token", "bert-v1-schedule"),
                          Files.createDirectory(folder.resolve("account")))
                      .toString()));
      account.run(args(namespace, closing).split("\n"));
      assertThat(read(namespace, ".spec.minReplicas")).isEqualTo("1");
      for (List<String> forbidden :
          List.of(
              List.of("get", "secrets"),
              List.of("get", "hpa"),
              List.of("scale", "deployment/bert-v1-tensorflow-serving", "--replicas=0"))) {
        String[] arguments =
            Stream.concat(forbidden.stream(), Stream.of("-n", namespace.name()))
                .toArray(String[]::new);
        assertThat(account.attempt("", arguments).error()).contains("orbidden");
      }

      // The window is open: a deploy brings its minimum back, and says so before.
      assertThat(bert(least, namespace).autoscale(windows).plan().changes())
          .filteredOn(change -> change.action() == PlannedChange.Action.UPDATE)
          .flatExtracting(PlannedChange::fields)
          .contains(new FieldChange("spec.minReplicas", "1", "3"));
      bert(least, namespace).autoscale(windows).deploy();
      assertThat(read(namespace, ".spec.minReplicas")).isEqualTo("3");

      bert(least, namespace).autoscale(plain).deploy();
      assertThat(read(namespace, ".spec.minReplicas")).isEqualTo("1");
      assertThat(namespace.kubectl("get", "cronjob,sa,role,rolebinding", "-o", "name"))
          .doesNotContain("schedule")
          .doesNotContain("cronjob");

      bert(least, namespace).autoscale(windows).deploy();
      service.delete();
      assertThat(namespace.kubectl("get", "cronjob,sa,role,rolebinding", "-o", "name"))
          .doesNotContain("schedule")
          .doesNotContain("cronjob");
    }
  }

  private static List<String> jobs(TestNamespace namespace) {
    return Arrays.asList(namespace.kubectl("get", "cronjob", "-o", "name").strip().split("\n"));
  }

  private static String args(TestNamespace namespace, String job) {
    return namespace
        .kubectl(
            "get",
            job,
            "-o",
            "jsonpath={range .spec.jobTemplate.spec.template.spec.containers[0].args[*]}"
                + "{@}{\"\\n\"}{end}")
        .strip();
  }

  /** The rights of docs/rbac.yaml, with those of its last role. */
  private InferenceClient withTheRightsOf(TestNamespace namespace, Path folder) throws Exception {
    namespace.kubectl("apply", "-f", "../docs/rbac.yaml");
    String account = "--serviceaccount=" + namespace.name() + ":default";
    namespace.kubectl("create", "rolebinding", "ei", "--role=elastic-inference", account);
    namespace.kubectl("create", "rolebinding", "w", "--role=elastic-inference-windows", account);
    kubectl.run(
        "create",
        "clusterrolebinding",
        namespace.name(),
        "--clusterrole=elastic-inference-volumes",
        account);
    Path kubeconfig =
        Kubeconfigs.withToken(
            kubectl,
            namespace.kubectl("create", "token", "default"),
            Files.createDirectory(folder.resolve("default")));
    return InferenceClient.builder()
        .environment(cloud.environment())
        .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
        .build();
  }
}
