package io.elasticinference.internal;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final List<ServiceEvent> events = new ArrayList<>();
  private final InferenceClient client =
      InferenceClient.builder()
          .cluster(cluster)
          .modelStore(cloud)
          .placement(cloud)
          .trafficMetrics(cloud)
          .listener(events::add)
          .build();
  private final InferenceBuilder bert =
      ElasticInference.builder()
          .client(client)
          .model(Model.tensorflow("bert").from("oss://models/bert"))
          .autoscale(qps(10));

  private List<Stage> startedStages() {
    return events.stream()
        .filter(ServiceEvent.StageStarted.class::isInstance)
        .map(event -> ((ServiceEvent.StageStarted) event).stage())
        .toList();
  }

  @Test
  void deploy_runsEveryStageInOrder_whenTheModelLiesInTheStore() {
    bert.deploy();

    assertThat(startedStages())
        .containsExactly(
            Stage.VALIDATE, Stage.CONNECT, Stage.UPLOAD, Stage.RESOLVE, Stage.RENDER, Stage.APPLY);
    assertThat(cluster.calls)
        .containsExactly("connect", "check bert-v1-tensorflow-serving true", "apply 1");
    assertThat(cloud.calls).containsExactly("find oss://models/bert", "verify oss://models/bert 1");
  }

  @Test
  void deploy_uploadsTheVersionFolder_whenTheModelIsLocal(@TempDir Path folder) throws Exception {
    Path version = Files.createDirectories(folder.resolve("1623831335"));
    Files.writeString(version.resolve("saved_model.pb"), "x");

    bert.model(Model.tensorflow("bert").upload(folder).to("oss://models/bert").version(1623831335))
        .deploy();

    assertThat(cloud.calls)
        .containsExactly(
            "upload 1623831335 oss://models/bert 1623831335",
            "verify oss://models/bert 1623831335");
    assertThat(events).contains(new ServiceEvent.UploadProgress("bert", 7, 7, 0, 2, 2, List.of()));
    assertThat(cluster.calls).contains("check bert-1623831335-tensorflow-serving true");
  }

  @Test
  void deploy_writesNothing_whenNoClusterCouldMountTheModel(@TempDir Path folder) throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("1")).resolve("saved_model.pb"), "x");
    cloud.mountable = false;

    assertThatThrownBy(
            () ->
                bert.model(Model.tensorflow("bert").upload(folder).to("oss://models/bert"))
                    .deploy())
        .isInstanceOf(ModelUploadException.class);

    assertThat(cloud.calls).isEmpty();
    assertThat(cluster.calls).noneMatch(call -> call.startsWith("apply"));
    assertThat(bert.toYaml()).isNotEmpty();
  }

  @Test
  void deploy_servesTheNewestLocalVersion_whenNoneIsGiven(@TempDir Path folder) throws Exception {
    for (String name : List.of("2", "10", "notes")) {
      Files.writeString(
          Files.createDirectories(folder.resolve(name)).resolve("saved_model.pb"), "x");
    }

    bert.model(Model.tensorflow("bert").upload(folder).to("oss://models/bert")).deploy();

    assertThat(cloud.calls)
        .containsExactly("upload 10 oss://models/bert 10", "verify oss://models/bert 10");
    assertThat(cluster.rendered).isNotNull();
    assertThat(cluster.rendered.modelVersion()).isEqualTo(10L);
  }

  @Test
  void deploy_tellsAllFaultsAtOnceAndTouchesNothing_whenTheSpecIsWrong(@TempDir Path folder) {
    InferenceBuilder wrong =
        bert.name("no_such_name")
            .model(Model.tensorflow("").upload(folder.resolve("missing")).to("oss://").version(-1))
            .gpuSpec("a", "b", "c", "d", "e", "f")
            .autoscale(qps(0).replicas(5, 2));

    assertThatThrownBy(wrong::deploy)
        .isInstanceOfSatisfying(
            InvalidSpecException.class,
            e ->
                assertThat(e.violations())
                    .extracting("name")
                    .containsExactlyInAnyOrder(
                        "name",
                        "model.name",
                        "model.location",
                        "model.version",
                        "model.upload",
                        "gpuSpec",
                        "autoscale.qps",
                        "autoscale.max"))
        .hasMessageContaining("autoscale.max: 2 (expected: >= min, 5)")
        .hasMessageEndingWith("\nCorrect each of them, then run it again; nothing was written.");
    assertThat(cluster.calls).isEmpty();
    assertThat(cloud.calls).isEmpty();
    assertThatThrownBy(bert.name("no_such_name")::deploy)
        .hasMessageStartingWith("The specification has 1 fault:")
        .hasMessageEndingWith("\nCorrect it, then run it again; nothing was written.");
  }

  @Test
  void deploy_writesNothing_whenTheStoreLacksTheVersion() {
    InferenceBuilder absent =
        bert.model(Model.tensorflow("bert").from("oss://models/bert").version(9));

    assertThatThrownBy(absent::deploy)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/bert/9: not complete");
    assertThat(cluster.calls).noneMatch(call -> call.startsWith("apply"));
  }

  @Test
  void deploy_writesNothing_whenTheNewestVersionIsNotComplete() {
    cloud.versions = List.of(1L, 2L);
    cloud.incomplete = Set.of(2L);

    assertThatThrownBy(bert::deploy)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/bert/2: not complete");
    assertThat(cluster.calls).noneMatch(call -> call.startsWith("apply"));
  }

  @Test
  void deploy_writesNothing_whenThereIsNoVersionAtAll() {
    cloud.versions = List.of();

    assertThatThrownBy(bert::deploy)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/bert: no versions")
        .hasMessageContaining("Upload it first");
    assertThat(cluster.calls).noneMatch(call -> call.startsWith("apply"));
  }

  @Test
  void plan_neitherUploadsNorApplies_always(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("saved_model.pb"), "x");

    bert.model(Model.tensorflow("bert").upload(folder).to("oss://models/bert").version(1)).plan();

    assertThat(cluster.calls).endsWith("diff");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void toYaml_needsNoCluster_always() {
    assertThat(bert.toYaml()).isEqualTo("yaml of 1");
    assertThat(cluster.calls).isEmpty();
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void deploy_goesOn_whenAListenerThrows() {
    InferenceClient loud =
        InferenceClient.builder()
            .cluster(cluster)
            .modelStore(cloud)
            .placement(cloud)
            .trafficMetrics(cloud)
            .listener(
                event -> {
                  throw new IllegalStateException("listener");
                })
            .build();

    bert.client(loud).deploy();

    assertThat(cluster.calls).contains("apply 1");
  }

  @Test
  void close_endsEveryPortThatWasMade_always() {
    bert.deploy();

    client.close();

    assertThat(cluster.calls).endsWith("close");
    assertThat(cloud.calls).endsWith("close");
  }
}
