package io.elasticinference.it;

import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.TransferState;
import io.elasticinference.testkit.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an upload tells about itself on its way. */
@Timeout(120)
class UploadProgressIT {

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

  private TransferState last() {
    return scene.progress().get(scene.progress().size() - 1);
  }

  private void neverGoesBack() {
    List<TransferState> told = scene.progress();
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i).doneBytes()).isGreaterThanOrEqualTo(told.get(i - 1).doneBytes());
      assertThat(told.get(i).doneFiles()).isGreaterThanOrEqualTo(told.get(i - 1).doneFiles());
      assertThat(told.get(i).underWay())
          .allMatch(file -> file.doneBytes() > 0 && file.doneBytes() <= file.totalBytes());
    }
  }

  @Test
  void upload_tellsEachFile_andNeverGoesBack_alsoWhereItSendsAgain() throws IOException {
    scene.file("saved_model.pb", 1000);
    scene.file("big", 20 * MIB);
    scene.server().faults().next(1).when(r -> r.query().contains("partNumber=2")).status(500);
    Fault late =
        scene
            .server()
            .faults()
            .always()
            .when(r -> r.query().contains("partNumber"))
            .latency(Duration.ofMillis(300));

    scene.upload();

    long total = 20L * MIB + 1000;
    assertThat(late.hits()).isEqualTo(4);
    assertThat(scene.progress().get(0)).isEqualTo(new TransferState(0, total, 0, 0, 2, List.of()));
    assertThat(last()).isEqualTo(new TransferState(total, total, 0, 2, 2, List.of()));
    assertThat(scene.progress())
        .anySatisfy(
            state ->
                assertThat(state.underWay()).extracting(TransferState.File::name).contains("big"));
    neverGoesBack();
  }

  @Test
  void upload_tellsWhatIsThere_whenItGoesOn() throws IOException {
    scene.file("big", 40 * MIB);
    Fault broken =
        scene.server().faults().always().when(r -> r.query().contains("partNumber=5")).reset();
    // One at a time, so that the others have arrived when the last one fails.
    try (ModelStore impatient =
        scene.store(Map.of("OSS_UPLOAD_ATTEMPTS", "2", "OSS_UPLOAD_CONCURRENCY", "1"))) {
      assertThatThrownBy(() -> scene.upload(impatient)).isInstanceOf(ModelUploadException.class);
    }
    assertThat(broken.hits()).isEqualTo(2);
    broken.cancel();
    scene.progress().clear();

    scene.upload();

    assertThat(last())
        .isEqualTo(new TransferState(40L * MIB, 40L * MIB, 32L * MIB, 1, 1, List.of()));
    neverGoesBack();
  }

  @Test
  void upload_tellsFewTimes_howeverManyFilesThereAre() throws IOException {
    for (int i = 0; i < 500; i++) {
      scene.file("assets/" + i, 10);
    }
    long began = System.nanoTime();

    scene.upload();

    long tenths = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;
    assertThat(scene.progress()).hasSizeLessThanOrEqualTo((int) tenths + 3);
    assertThat(last().doneFiles()).isEqualTo(500);
    neverGoesBack();
  }
}
