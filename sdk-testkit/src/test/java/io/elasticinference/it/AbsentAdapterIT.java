package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.Model;
import io.elasticinference.ScalingCause;
import io.elasticinference.preflight.Finding;
import io.elasticinference.preflight.PreflightReport;
import io.elasticinference.preflight.Severity;
import io.elasticinference.testkit.LocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A cluster in which nobody installed the metrics adapter: a cloud of its own. */
class AbsentAdapterIT {

  @Test
  void deploy_saysWhatToInstallAndMakesNothing_whenItShouldScale() {
    try (LocalCloud cloud = LocalCloud.options().withoutMetricsAdapter().start();
        InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build()) {
      InferenceBuilder bert =
          ElasticInference.builder()
              .client(client)
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(Path.of("../samples/models/chnsenticorp"))
                      .to("oss://models/absent/chnsenticorp"))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY);

      assertThatThrownBy(() -> bert.autoscale(qps(10)).deploy())
          .isInstanceOf(MetricsUnavailableException.class)
          .hasMessageContaining("external.metrics.k8s.io")
          .hasMessageContaining("Install the metrics adapter");
      Kubectl kubectl = new Kubectl(cloud.environment());
      assertThat(kubectl.run("get", "deploy,hpa,ing,pvc,secret,pv", "-A", "-o", "name")).isEmpty();

      PreflightReport report = bert.autoscale(qps(10)).preflight();
      assertThat(report.ok()).isFalse();
      assertThat(report.of(Severity.ERROR))
          .extracting(Finding::object)
          .containsExactlyInAnyOrder("Metrics API", "Metric sls_ingress_qps");

      // The same service without a wish to scale needs no adapter.
      assertThat(bert.deploy().name()).isEqualTo("chnsenticorp");

      // Made by other means, the service says why it does not scale.
      Kubectl.Result applied =
          kubectl.attempt(
              bert.name("elsewhere").autoscale(qps(10)).toYaml(),
              "apply",
              "--server-side",
              "-f",
              "-");
      assertThat(applied.exitCode()).as(applied.error()).isZero();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(client.get("elsewhere").orElseThrow().autoscaling().explain().cause())
                      .isEqualTo(ScalingCause.NO_ADAPTER));

      kubectl.run("delete", "node", "-l", "type=virtual-kubelet");
      assertThat(bert.preflight().of(Severity.ERROR))
          .singleElement()
          .asString()
          .startsWith("ERROR Elastic nodes: none with the label type=virtual-kubelet (expected:");
    }
  }
}
