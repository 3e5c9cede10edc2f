package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ModelInUseException;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The rights of {@code docs/rbac.yaml}, which the README tells users to give, are enough. */
@ExtendWith(LocalCloudExtension.class)
class LeastPrivilegeIT {

  private static final long MODEL = 1623831335;

  private final LocalCloud cloud;
  private final Kubectl kubectl;

  LeastPrivilegeIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @Test
  void everyCallSucceeds_withTheRightsThatTheReadmeNames(@TempDir Path folder) throws Exception {
    try (TestNamespace namespace = new TestNamespace(kubectl, "rights")) {
      namespace.kubectl("apply", "-f", "../docs/rbac.yaml");
      String account = "--serviceaccount=" + namespace.name() + ":default";
      namespace.kubectl("create", "rolebinding", "ei", "--role=elastic-inference", account);
      kubectl.run(
          "create",
          "clusterrolebinding",
          namespace.name(),
          "--clusterrole=elastic-inference-volumes",
          account);
      Path kubeconfig =
          Kubeconfigs.withToken(kubectl, namespace.kubectl("create", "token", "default"), folder);
      try (InferenceClient client =
          InferenceClient.builder()
              .environment(cloud.environment())
              .environment(Map.of("KUBECONFIG", kubeconfig.toString()))
              .build()) {
        InferenceBuilder bert =
            ElasticInference.builder()
                .client(client)
                .namespace(namespace.name())
                .model(
                    Model.tensorflow("chnsenticorp")
                        .upload(Path.of("../samples/models/chnsenticorp"))
                        .to("oss://models/rights/chnsenticorp"))
                .gpuSpec("ecs.gn6i-c4g1.xlarge")
                .burst(ECI_ONLY)
                .autoscale(qps(10))
                .ingress(namespace.name() + ".example.com");
        assertThat(bert.plan().isEmpty()).isFalse();
        InferenceService service = bert.deploy();
        assertThat(service.awaitReady(Duration.ofMinutes(1)).ready()).isTrue();
        assertThat(client.list(namespace.name())).hasSize(1);
        assertThat(service.endpoint().host()).isEqualTo(namespace.name() + ".example.com");
        assertThatThrownBy(() -> client.models().delete("oss://models/rights/chnsenticorp", MODEL))
            .isInstanceOf(ModelInUseException.class);
        assertThat(service.autoscaling().explain().scaling()).isPresent();
        service.delete();
        assertThat(service.status().exists()).isFalse();
        client.models().delete("oss://models/rights/chnsenticorp", MODEL);
      }
    }
  }
}
