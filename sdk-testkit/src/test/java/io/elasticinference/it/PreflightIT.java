package io.elasticinference.it;

import static io.elasticinference.Autoscale.latency;
import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static io.elasticinference.metrics.LatencyStatistic.P95;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.Autoscale;
import io.elasticinference.Burst;
import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.preflight.Finding;
import io.elasticinference.preflight.PreflightReport;
import io.elasticinference.preflight.Severity;
import io.elasticinference.spi.Environment;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A preflight finds nothing on a sound cloud, and each fault where there is one. */
@ExtendWith(LocalCloudExtension.class)
class PreflightIT {

  private static final Autoscale SCALED =
      qps(10).and(latency(P95, Duration.ofMillis(200))).replicas(1, 4);

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private final InferenceClient client;

  PreflightIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
    this.client = InferenceClient.builder().environment(cloud.environment()).build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static InferenceBuilder bert(InferenceClient client, String namespace) {
    return ElasticInference.builder()
        .client(client)
        .namespace(namespace)
        .name("bert")
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp"))
                .to("oss://models/preflight/chnsenticorp"))
        .gpuSpec("ecs.gn6i-c4g1.xlarge")
        .burst(ECI_ONLY)
        .autoscale(SCALED)
        .ingress("preflight.example.com");
  }

  private InferenceBuilder bert() {
    return bert(client, "default");
  }

  private static List<String> errors(InferenceBuilder builder) {
    return builder.preflight().of(Severity.ERROR).stream().map(Finding::toString).toList();
  }

  /** Any request writes a row, also one that leads nowhere. */
  private void sendARequest() {
    URI uri = URI.create("http://" + cloud.environment().get(Environment.INGRESS_ADDRESS) + "/");
    HttpResponse<Void> unused =
        HttpClient.newHttpClient()
            .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
            .join();
  }

  @Test
  void preflight_isAllGreen_onASoundCloud() {
    sendARequest();
    // Rows take a moment to arrive, and the metric ends a little before now.
    PreflightReport report =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> bert().preflightAsync().join(),
                found -> found.of(Severity.WARNING).isEmpty());

    assertThat(report.findings()).as("%s", report).allMatch(f -> f.severity() == Severity.OK);
    assertThat(report.findings())
        .extracting(Finding::object)
        .contains(
            "API server",
            "Namespace default",
            "Rights in default",
            "Quota",
            "CSI driver ossplugin.csi.alibabacloud.com",
            "Elastic nodes",
            "Ingress class nginx",
            "Ingress address",
            "Autoscaler API",
            "Metrics API",
            "Metric sls_ingress_qps",
            "Metric sls_ingress_latency_p95",
            "Model store oss://models/preflight/chnsenticorp",
            "Instance type ecs.gn6i-c4g1.xlarge");
    assertThat(report.toString())
        .startsWith("Preflight of service 'bert': " + report.findings().size() + " ok, 0 to be");
  }

  @Test
  void preflight_explainsAnAdapterThatAnswersNothing() {
    cloud.sls().createProject("quiet-logs");
    cloud.sls().createLogstore("quiet-logs", "nginx-ingress");

    PreflightReport report = bert().autoscale(qps(10).project("quiet-logs")).preflight();

    assertThat(report.ok()).isTrue();
    assertThat(report.of(Severity.WARNING))
        .extracting(Finding::object)
        .containsExactlyInAnyOrder("Metric sls_ingress_qps", "Log store quiet-logs/nginx-ingress");
    assertThat(report.of(Severity.WARNING))
        .allMatch(finding -> finding.fix().contains("a request through the ingress"));
  }

  @Test
  void preflight_tellsAllFaultsAtOnce() {
    List<String> found =
        errors(
            bert()
                .namespace("no-such")
                .model(Model.tensorflow("m").from("oss://no-such-bucket/m"))
                .autoscale(qps(10).logstore("no-such").replicas(0, 4))
                .burst(Burst.NONE)
                .gpuSpec()
                .gpus(1)
                .ingress(new io.elasticinference.Exposure("a.example.com", "/", "traefik")));

    assertThat(found)
        .anyMatch(f -> f.startsWith("ERROR Specification, autoscale.min: 0"))
        .anyMatch(f -> f.startsWith("ERROR Namespace no-such: not there"))
        .anyMatch(f -> f.startsWith("ERROR Model store oss://no-such-bucket/m: there is no bucket"))
        .anyMatch(f -> f.startsWith("ERROR Nodes: none of"))
        .anyMatch(f -> f.contains("Ingress class traefik: there is none of that name, but [nginx]"))
        .anyMatch(f -> f.startsWith("ERROR Metric sls_ingress_qps: the adapter fails"))
        .anyMatch(f -> f.contains("has no log store 'no-such'"));
  }

  @Test
  void preflight_warnsOfAnInstanceTypeThatIsNotKnown_andOfAModelThatIsNotThere() {
    PreflightReport report =
        bert()
            .gpuSpec("ecs.gn8is-c8g1.2xlarge")
            .gpus(1)
            .model(Model.tensorflow("m").from("oss://models/nothing/here"))
            .preflight();

    assertThat(report.of(Severity.WARNING))
        .anyMatch(
            f -> f.toString().startsWith("WARNING Instance type ecs.gn8is-c8g1.2xlarge: its"));
    assertThat(report.of(Severity.ERROR))
        .singleElement()
        .asString()
        .startsWith(
            "ERROR Model store oss://models/nothing/here: versions [] (expected: a version");
  }

  @Test
  void preflight_namesEachMissingRight(@TempDir Path folder) throws Exception {
    try (TestNamespace namespace = new TestNamespace(kubectl, "preflight")) {
      Path kubeconfig =
          Kubeconfigs.withToken(kubectl, namespace.kubectl("create", "token", "default"), folder);
      namespace.kubectl("create", "role", "some", "--verb=get,list", "--resource=deployments.apps");
      namespace.kubectl(
          "create",
          "rolebinding",
          "some",
          "--role=some",
          "--serviceaccount=" + namespace.name() + ":default");
      try (InferenceClient restricted =
          InferenceClient.builder()
              .environment(cloud.environment())
              .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
              .build()) {
        PreflightReport report = bert(restricted, namespace.name()).preflight();

        assertThat(report.of(Severity.ERROR))
            .extracting(Finding::toString)
            .contains(
                "ERROR Right to deployments.apps in "
                    + namespace.name()
                    + ": missing: create, delete, patch, watch (expected: the rights of"
                    + " elastic-inference in docs/rbac.yaml). Let the cluster's administrator apply"
                    + " docs/rbac.yaml, and bind elastic-inference to who deploys.")
            .anyMatch(f -> f.startsWith("ERROR Right to persistentvolumes in the cluster: missing"))
            .allMatch(f -> f.startsWith("ERROR Right to "));
        assertThat(report.of(Severity.WARNING))
            .anyMatch(f -> f.toString().contains("no right to list nodes"));
      }
    }
  }

  @Test
  void preflight_findsAQuotaThatIsTooSmall() {
    try (TestNamespace namespace = new TestNamespace(kubectl, "quota")) {
      namespace.kubectl(
          "create", "quota", "small", "--hard=pods=2,requests.nvidia.com/gpu=0,limits.cpu=8");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  namespace
                      .kubectl("get", "quota", "small", "-o", "jsonpath={.status.hard}")
                      .contains("limits.cpu"));

      PreflightReport report = bert(client, namespace.name()).preflight();

      assertThat(report.of(Severity.ERROR))
          .extracting(Finding::toString)
          .containsExactlyInAnyOrder(
              "ERROR Quota small, requests.nvidia.com/gpu: 0 free (expected: at least 1 for the"
                  + " fewest replicas). Raise the ResourceQuota, or ask for fewer replicas.",
              "ERROR Quota small, limits.cpu: each pod must say its limits.cpu, and the service's do"
                  + " not (expected: a LimitRange with a default for it). Add a LimitRange with"
                  + " defaults to the namespace.");
      assertThat(report.of(Severity.WARNING))
          .anyMatch(
              f ->
                  f.toString()
                      .startsWith("WARNING Quota small, pods: 2 free (expected: 4 for the most"));
    }
  }
}
