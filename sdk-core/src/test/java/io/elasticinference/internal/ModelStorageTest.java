package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.ModelInUseException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Renderer;
import io.elasticinference.spi.VolumeUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStorageTest {

  private static final String BERT = "oss://models/nlp/bert";

  private final FakeCloud cloud = new FakeCloud();
  private final FakeCluster cluster = new FakeCluster();
  private final List<ServiceEvent> events = new ArrayList<>();
  private final ModelStorage storage = storage(cluster);

  private ModelStorage storage(Cluster.Provider provider) {
    return new ModelStorage(
        new Ports(Environment.of(Map.of()), provider, cloud, cloud, cloud), events::add);
  }

  private static VolumeUser user(
      String who, String mounted, @Nullable String folder, @Nullable Long version) {
    return new VolumeUser(
        who, new ClusterVolume("driver", Map.of("location", mounted)), folder, version);
  }

  @Test
  void delete_deletes_whenNobodyMountsIt() {
    cluster.volumeUsers =
        List.of(
            user("another model", "oss://models/nlp/bert2", "", null),
            user("another bucket", "oss://models2", null, null),
            user("a sibling in the same volume", "oss://models", "nlp/albert", null),
            user("another version", BERT, "", 6L));

    storage.delete(BERT + "/", 7);

    assertThat(cloud.calls).containsExactly("delete " + BERT + "/ 7");
  }

  @Test
  void delete_namesWhoServesThatVersion_andDeletesNothing() {
    cluster.volumeUsers =
        List.of(
            user("service 'b'", BERT, "", 7L),
            user("service 'b'", BERT, "", 7L),
            user("service 'a'", "oss://models", "nlp/bert", 7L),
            user("fine", BERT, "", 8L));

    assertThatThrownBy(() -> storage.delete(BERT, 7))
        .isInstanceOf(ModelInUseException.class)
        .hasMessage(
            "Model version oss://models/nlp/bert/7: not deleted, mounted by service 'a'; service"
                + " 'b' (expected: by nobody). Delete these first, or let them serve another"
                + " version.")
        .extracting(e -> ((ModelInUseException) e).users())
        .isEqualTo(List.of("service 'a'", "service 'b'"));
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void delete_refuses_whenItIsNotKnownWhatIsRead() {
    for (VolumeUser user :
        List.of(
            user("x", "oss://models", null, null),
            user("x", BERT + "/7", null, null),
            user("x", BERT + "/7/assets", null, null),
            user("x", "oss://models/", "nlp", null),
            user("x", "oss://models/nlp", "bert/7", null))) {
      cluster.volumeUsers = List.of(user);

      assertThatThrownBy(() -> storage.delete(BERT, 7)).isInstanceOf(ModelInUseException.class);
    }
    assertThat(cloud.calls).noneMatch(call -> call.startsWith("delete"));
  }

  @Test
  void delete_leavesTheNewestToWhoFollowsIt_andLetsOlderOnesGo() {
    cluster.volumeUsers = List.of(user("follower", BERT, "", null));
    cloud.versions = List.of(6L, 7L, 8L);
    cloud.incomplete = Set.of(8L);

    storage.delete(BERT, 6);
    storage.deleteUnchecked(BERT, 8);
    assertThatThrownBy(() -> storage.delete(BERT, 7)).hasMessageContaining("follower");
    assertThatThrownBy(() -> storage.delete(BERT, 8)).hasMessageContaining("follower");

    assertThat(cloud.calls)
        .filteredOn(call -> call.startsWith("delete"))
        .containsExactly("delete " + BERT + " 6", "delete " + BERT + " 8");
  }

  @Test
  void delete_deletesNothing_whenThereIsNoClusterToAsk() {
    ModelStorage alone = storage(new NoCluster());

    assertThatThrownBy(() -> alone.delete(BERT, 7))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("not deleted, since there is no cluster to ask who mounts it")
        .hasMessageContaining("looked here and there")
        .hasMessageEndingWith("say deleteUnchecked(…).");
    assertThat(cloud.calls).isEmpty();

    alone.deleteUnchecked(BERT, 7);
    assertThat(cloud.calls).containsExactly("delete " + BERT + " 7");
  }

  @Test
  void everythingButDelete_needsNoCluster(@TempDir Path folder) throws Exception {
    ModelStorage alone = storage(new NoCluster());

    alone.list("oss://models");
    alone.find(BERT);
    alone.verify(BERT, 1);
    alone.open(BERT, 1, "saved_model.pb").close();
    alone.presign(BERT, 1, "saved_model.pb", Duration.ofDays(7));
    assertThat(alone.download(BERT, 1, folder)).isEqualTo(folder.resolve("1"));
    assertThat(alone.upload(model(folder))).isNotNull();
  }

  private static Model model(Path folder) throws IOException {
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    return Model.tensorflow("bert").upload(folder).to(BERT).version(1);
  }

  @Test
  void upload_uploadsAndVerifies(@TempDir Path folder) throws Exception {
    Model model = model(folder);

    storage.upload(model);

    assertThat(cloud.calls)
        .containsExactly(
            "upload " + folder.getFileName() + " " + BERT + " 1", "verify " + BERT + " 1");
    assertThat(events)
        .allSatisfy(event -> assertThat(event.service()).isEqualTo("bert"))
        .hasSize(2);
    cloud.incomplete = Set.of(1L);
    assertThatThrownBy(() -> storage.upload(model)).isInstanceOf(ModelUploadException.class);
  }

  @Test
  void upload_tellsAllThatIsWrong_andSendsNothing() {
    assertThatThrownBy(() -> storage.upload(Model.tensorflow("a b").from("oss://elsewhere")))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("model.name")
        .hasMessageContaining("model.location")
        .hasMessageContaining("model.upload");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void download_tellsHowFarItIs(@TempDir Path folder) {
    storage.download(BERT, 3, folder);

    assertThat(cloud.calls).containsExactly("download " + BERT + " 3 " + folder.resolve("3"));
    assertThat(events)
        .containsExactly(new ServiceEvent.DownloadProgress(BERT, 7, 7, 0, 2, 2, List.of()));
  }

  @Test
  void presign_refusesATimeThatNoServerTakes() {
    for (Duration wrong :
        List.of(Duration.ZERO, Duration.ofSeconds(-5), Duration.ofDays(7).plusSeconds(1))) {
      assertThatThrownBy(() -> storage.presign(BERT, 1, "f", wrong))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("validFor");
    }
    assertThatCode(() -> storage.presign(BERT, 1, "f", Duration.ofSeconds(1)))
        .doesNotThrowAnyException();
  }

  @Test
  void everyCall_refusesWhatCannotBe() {
    assertThatThrownBy(() -> storage.list("s3://x")).isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> storage.delete("s3://x", 0))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("model.location")
        .hasMessageContaining("version");
    assertThat(cloud.calls).isEmpty();
  }

  /** As where no kubeconfig is to be found. */
  private static final class NoCluster implements Cluster.Provider {
    @Override
    public Renderer renderer() {
      throw new AssertionError("not asked in these tests");
    }

    @Override
    public Cluster connect(Environment environment, List<Connection> connections) {
      throw new ClusterAccessException(
          "No cluster: looked here and there.", "Set it.", false, null);
    }
  }
}
