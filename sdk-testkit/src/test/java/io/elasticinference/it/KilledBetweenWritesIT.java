package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

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
      InferenceBuilder again = DeployAndDie.service(client, namespace.name());
      uploaded(again).delete();

      for (int writes = 1; writes <= OBJECTS; writes++) {
        assertThat(runUntilKilled(namespace.name(), writes)).isEqualTo(DeployAndDie.DEAD);
        InferenceService service = again.deploy();
        service.awaitReady(Duration.ofMinutes(1));
        assertThat(again.plan().changes())
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
      InferenceService service = uploaded(DeployAndDie.service(client, namespace.name()));
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

  /** Deploys with an upload: the model must lie there for the program that dies. */
  private static InferenceService uploaded(InferenceBuilder service) {
    return service
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp"))
                .to(DeployAndDie.LOCATION))
        .deploy();
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
                Integer.toString(writes)));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(cloud.environment());
    return builder.start().waitFor();
  }
}
