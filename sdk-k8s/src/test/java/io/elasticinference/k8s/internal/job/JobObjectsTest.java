package io.elasticinference.k8s.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** {@code -Dgolden.update=true} writes the golden files anew. */
class JobObjectsTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final PodSettings SETTINGS =
      new PodSettings(
          "registry.example.com/temurin:17",
          List.of("registry-example"),
          2.5,
          2048,
          Map.of("alibabacloud.com/eci", "true", JobObjects.JOB, "never-this"),
          Map.of("k8s.aliyun.com/eci-use-specs", "4-8Gi"),
          Map.of("pool", "load"),
          List.of("virtual-kubelet.io/provider"));

  private static String yaml(PodJob job) {
    JobObjects objects = new JobObjects(job);
    List<Object> bodies = new ArrayList<>();
    bodies.add(objects.jobBody());
    bodies.add(objects.programBody("the-jobs-uid"));
    for (int i = 0; i < job.input().size(); i++) {
      bodies.add(objects.inputBody(i, "the-jobs-uid", "2026-03-01T12:00:00Z"));
    }
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dumpAll(bodies.iterator());
  }

  private static void assertGolden(String name, PodJob job) throws IOException {
    Path golden = FOLDER.resolve(name + ".yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, yaml(job));
    }
    assertThat(yaml(job)).isEqualTo(Files.readString(golden));
  }

  @Test
  void bodies_areTheGoldenFile_whenNothingIsSet() throws IOException {
    assertGolden("load-job", Jobs.plain());
  }

  @Test
  void bodies_areTheGoldenFile_whenEverythingIsSet() throws IOException {
    assertGolden("load-job-settings", Jobs.of(SETTINGS, Duration.ofMinutes(20)));
  }

  @Test
  void deadline_movesOnWithTheLease_andEndsWithTheJob() {
    JobObjects objects = new JobObjects(Jobs.of(PodSettings.of("temurin"), Duration.ofSeconds(60)));

    assertThat(objects.deadlineSeconds(Duration.ZERO)).isEqualTo(61);
    assertThat(objects.deadlineSeconds(Duration.ofSeconds(100))).isEqualTo(161);
    assertThat(objects.deadlineSeconds(Duration.ofSeconds(590))).isEqualTo(601);
    assertThat(objects.deadlineSeconds(Duration.ofHours(1))).isEqualTo(601);
  }
}
