package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets first: no cluster, a wrong key, no right, somebody else's object. */
@ExtendWith(LocalCloudExtension.class)
class AccessIT {

  private static final String SECRET = "wrong-secret-that-nobody-may-see";

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private TestNamespace namespace;

  AccessIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    namespace = new TestNamespace(kubectl, "access");
  }

  @AfterEach
  void clean() {
    namespace.close();
  }

  private InferenceBuilder bert(InferenceClient client) {
    return ElasticInference.builder()
        .client(client)
        .name("bert")
        .namespace(namespace.name())
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp"))
                .to("oss://models/access/chnsenticorp"))
        .gpuSpec("ecs.gn6i-c4g1.xlarge")
        .burst(ECI_ONLY)
        .autoscale(qps(10))
        .ingress(namespace.name() + ".example.com");
  }

  private InferenceClient client(Map<String, String> changes) {
    return InferenceClient.builder().environment(cloud.environment()).environment(changes).build();
  }

  private void assertNothingWasMade() {
    assertThat(namespace.kubectl("get", "deploy,svc,hpa,ing,pvc,secret", "-o", "name")).isEmpty();
  }

  @Test
  void deploy_namesEachPlaceThatItLookedIn_whenThereIsNoCluster(@TempDir Path home) {
    Map<String, String> nowhere =
        Map.of("KUBECONFIG", "", "ACK_CLUSTER_ID", "", "HOME", home.toString());
    try (InferenceClient client = client(nowhere)) {
      assertThatThrownBy(() -> bert(client).autoscale(qps(10).project("logs")).deploy())
          .isInstanceOf(ClusterAccessException.class)
          .hasMessageContaining("KUBECONFIG")
          .hasMessageContaining(".kube/config")
          .hasMessageContaining("ACK_CLUSTER_ID");
    }
  }

  @Test
  void deploy_namesTheVerb_whenARightIsMissing(@TempDir Path folder) throws IOException {
    Path kubeconfig =
        Kubeconfigs.withToken(kubectl, namespace.kubectl("create", "token", "default"), folder);
    try (InferenceClient client = client(Map.of("KUBECONFIG", kubeconfig.toString()))) {
      assertThatThrownBy(() -> bert(client).deploy())
          .isInstanceOf(ClusterAccessException.class)
          .hasMessageContaining("get")
          .hasMessageContaining("deployments");
      assertNothingWasMade();
    }
  }

  @Test
  void deploy_hidesTheSecretAndMakesNothing_whenTheKeyIsWrong() {
    try (InferenceClient client = client(Map.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRET))) {
      assertThatThrownBy(() -> bert(client).deploy())
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("refuses the signature")
          .hasMessageContaining("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
          .hasMessageNotContaining(SECRET);
      assertNothingWasMade();
    }
  }

  @Test
  void deploy_namesTheBucketAndMakesNothing_whenItIsUnknown() {
    try (InferenceClient client = client(Map.of())) {
      InferenceBuilder unknown =
          bert(client)
              .model(Model.tensorflow("chnsenticorp").from("oss://no-such-bucket/chnsenticorp"));
      assertThatThrownBy(unknown::deploy)
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("no-such-bucket");
      assertNothingWasMade();
    }
  }

  @Test
  void deploy_touchesNothing_whenADeploymentOfThatNameIsSomebodyElses() {
    namespace.kubectl("create", "deployment", "bert-v1-tensorflow-serving", "--image=nginx");
    String before = namespace.kubectl("get", "deploy", "-o", "jsonpath={.items[0].spec.template}");
    try (InferenceClient client = client(Map.of())) {
      assertThatThrownBy(() -> bert(client).deploy())
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("bert-v1-tensorflow-serving")
          .hasMessageContaining("kubectl");
    }
    assertThat(namespace.kubectl("get", "deploy", "-o", "jsonpath={.items[0].spec.template}"))
        .isEqualTo(before);
    assertThat(namespace.kubectl("get", "svc,hpa,ing,pvc,secret", "-o", "name")).isEmpty();
  }

  @Test
  void deploy_listsAllFaults_beforeAnythingIsWritten(@TempDir Path empty) {
    try (InferenceClient client = client(Map.of())) {
      InferenceBuilder wrong =
          bert(client)
              .name("Not_A_Name")
              .model(Model.tensorflow("").upload(empty).to("oss://"))
              .gpuSpec("a", "b", "c", "d", "e", "f")
              .autoscale(qps(0).replicas(3, 2));

      assertThatThrownBy(wrong::deploy)
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("name: ")
          .hasMessageContaining("model.name: ")
          .hasMessageContaining("model.location: ")
          .hasMessageContaining("model.upload: ")
          .hasMessageContaining("gpuSpec: ")
          .hasMessageContaining("autoscale.qps: ")
          .hasMessageContaining("autoscale.max: ");
      assertNothingWasMade();
    }
  }
}
