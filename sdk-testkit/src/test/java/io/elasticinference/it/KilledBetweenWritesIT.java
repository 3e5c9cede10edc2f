package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.PlannedChange;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that dies anywhere in the middle of a deploy, and is run again, converges. */
@ExtendWith(LocalCloudExtension.class)
class KilledBetweenWritesIT {

  private static final String LOCATION = "oss://models/killed/chnsenticorp";
  private static final int OBJECTS = 9;

  private final LocalCloud cloud;
  private final Kubectl kubectl;

  KilledBetweenWritesIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @Test
  void deploy_converges_whereverTheFirstRunWasKilled() throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "killed")) {
      InferenceBuilder again =
          ElasticInference.builder()
              .client(client)
              .name("killed")
              .namespace(namespace.name())
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(Path.of("../samples/models/chnsenticorp"))
                      .to(LOCATION))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY)
              .autoscale(qps(10))
              .ingress(namespace.name() + ".example.com");
      // The model must lie there for the program that dies, which takes it from the store.
      again.deploy().delete();

      for (int writes = 1; writes <= OBJECTS; writes++) {
        assertThat(runUntilKilled(namespace.name(), writes)).isEqualTo(DeployAndDie.DEAD);
        InferenceService service =
            again.model(Model.tensorflow("chnsenticorp").from(LOCATION)).deploy();
        service.awaitReady(Duration.ofMinutes(1));
        assertThat(again.model(Model.tensorflow("chnsenticorp").from(LOCATION)).plan().changes())
            .as("after a death at write %d", writes)
            .hasSizeGreaterThanOrEqualTo(OBJECTS)
            .allMatch(change -> change.action() == PlannedChange.Action.UNCHANGED);
        service.delete();
      }
    }
  }

  @Test
  void delete_leavesNothing_ofADeployThatWasKilled() throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "half-made")) {
      InferenceService service =
          ElasticInference.builder()
              .client(client)
              .name("killed")
              .namespace(namespace.name())
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(Path.of("../samples/models/chnsenticorp"))
                      .to(LOCATION))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY)
              .deploy();
      service.delete();
      assertThat(runUntilKilled(namespace.name(), 4)).isEqualTo(DeployAndDie.DEAD);

      service.delete();

      assertThat(
              namespace
                  .kubectl("get", "deploy,svc,hpa,ing,pvc,secret,configmap", "-o", "name")
                  .lines())
          .containsExactly("configmap/kube-root-ca.crt");
      assertThat(kubectl.run("get", "pv", "-o", "name")).doesNotContain(namespace.name());
    }
  }

  private int runUntilKilled(String namespace, int writes)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DeployAndDie.class.getName(),
                namespace,
                LOCATION,
                Integer.toString(writes)));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(cloud.environment());
    return builder.start().waitFor();
  }
}
