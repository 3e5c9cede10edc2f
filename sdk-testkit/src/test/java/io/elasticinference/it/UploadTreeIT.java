package io.elasticinference.it;

import static io.elasticinference.it.OssScene.FOLDER;
import static io.elasticinference.it.OssScene.LOCATION;
import static io.elasticinference.it.OssScene.MANIFEST;
import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.TransferState;
import io.elasticinference.testkit.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads trees of files to the local OSS; what is there is judged by the plain OSS client. */
@Timeout(120)
class UploadTreeIT {

  @TempDir Path directory;
  private OssScene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new OssScene(directory);
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  @Test
  void upload_bringsTheWholeTree_whateverTheNamesAndSizes() throws IOException {
    scene.file("saved_model.pb", 1000);
    scene.file("variables/variables.index", 0);
    scene.file("variables/variables.data-00000-of-00001", 40 * MIB + 17);
    scene.file("assets/vocab 中文 a+b%20c&d=e#f.txt", 300);
    scene.file("assets/empty dir/x", 1);

    scene.upload();

    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.store().find(LOCATION).completeVersions()).containsExactly(7L);
    assertThat(scene.store().find(LOCATION).location()).isEqualTo(LOCATION);
  }

  @Test
  void upload_sendsNothing_whenAllIsThere() throws IOException {
    scene.file("saved_model.pb", 1000);
    scene.file("variables/v", 20 * MIB);
    scene.upload();
    Fault writes =
        scene.server().faults().always().when(r -> !r.method().matches("GET|HEAD")).status(403);

    scene.upload();

    assertThat(writes.hits()).isZero();
    TransferState last = scene.progress().get(scene.progress().size() - 1);
    assertThat(last.doneBytes()).isEqualTo(20L * MIB + 1000).isEqualTo(last.presentBytes());
  }

  @Test
  void upload_sendsOnlyWhatChanged() throws IOException {
    for (int i = 0; i < 50; i++) {
      scene.file("assets/" + i, 100);
    }
    scene.file("saved_model.pb", 1000);
    scene.upload();
    byte[] changed = Files.readAllBytes(scene.model().resolve("assets/33"));
    changed[5]++;
    Files.write(scene.model().resolve("assets/33"), changed);
    Fault files =
        scene
            .server()
            .faults()
            .always()
            .when(r -> r.method().equals("PUT") && !r.path().endsWith(MANIFEST))
            .latency(Duration.ZERO);

    scene.upload();

    assertThat(files.hits()).isEqualTo(1);
    assertThat(scene.stored()).isEqualTo(scene.local());
  }

  @Test
  void upload_leavesOtherObjectsAlone() throws IOException {
    scene.file("saved_model.pb", 10);
    scene.judge().putObject("models", FOLDER + "theirs", new ByteArrayInputStream(new byte[3]));

    scene.upload();

    assertThat(scene.stored()).containsKeys("theirs", "saved_model.pb");
    assertThat(scene.store().find(LOCATION).completeVersions()).containsExactly(7L);
  }

  @Test
  void upload_goesOnWhereItFailed() throws IOException {
    for (int i = 0; i < 40; i++) {
      scene.file("assets/" + i, 100);
    }
    scene.file("saved_model.pb", 10);
    Fault refused =
        scene.server().faults().next(1).when(r -> r.path().endsWith("/assets/9")).status(403);
    assertThatThrownBy(scene::upload).isInstanceOf(ModelUploadException.class);
    assertThat(refused.hits()).isEqualTo(1);
    assertThat(scene.store().find(LOCATION).completeVersions()).isEmpty();
    Map<String, Integer> there = scene.stored();

    // A file that was under way when the first run gave up may still arrive after that look.
    Set<String> sent = ConcurrentHashMap.newKeySet();
    scene
        .server()
        .faults()
        .always()
        .when(
            r ->
                r.method().equals("PUT")
                    && !r.path().endsWith(MANIFEST)
                    && sent.add(r.path().substring(("/models/" + FOLDER).length())))
        .latency(Duration.ZERO);
    scene.upload();

    assertThat(sent).contains("assets/9").doesNotContainAnyElementsOf(there.keySet());
    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.store().find(LOCATION).completeVersions()).containsExactly(7L);
  }

  @Test
  void upload_tellsWhatIsWrongWithTheFolder() {
    assertThatThrownBy(scene::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("no files");
  }
}
