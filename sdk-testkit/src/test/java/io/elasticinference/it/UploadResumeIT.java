package io.elasticinference.it;

import static io.elasticinference.it.OssScene.FOLDER;
import static io.elasticinference.it.OssScene.LOCATION;
import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.MultipartUpload;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goes on with uploads that broke off, where that is right, and begins anew where it is not. */
@Timeout(60)
class UploadResumeIT {

  private static final int PARTS = 6;

  /** One part at a time, so that all but the last have arrived when that one fails. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "OSS_UPLOAD_PART_MIB", "1",
          "OSS_UPLOAD_CONCURRENCY", "1",
          "OSS_UPLOAD_ATTEMPTS", "2");

  @TempDir Path directory;
  private OssScene scene;
  private Path big;

  @BeforeEach
  void start() throws IOException {
    scene = new OssScene(directory, SETTINGS);
    big = scene.file("big", PARTS * MIB);
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  /** Uploads all parts but the last, and breaks off. */
  private ModelUploadException breakOff(int status) {
    scene
        .server()
        .faults()
        .always()
        .when(r -> r.query().contains("partNumber=" + PARTS))
        .status(status);
    try {
      scene.upload();
    } catch (ModelUploadException e) {
      return e;
    } finally {
      scene.server().faults().clear();
    }
    throw new AssertionError("the upload ended well");
  }

  private int partsSentAgain() throws IOException {
    PartRequests requests = PartRequests.count(scene.server());
    scene.upload();
    requests.end();
    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
    return requests.seen();
  }

  private MultipartUpload open() {
    return scene
        .judge()
        .listMultipartUploads(new ListMultipartUploadsRequest("models"))
        .getMultipartUploads()
        .get(0);
  }

  private Path checkpoint() throws IOException {
    assertThat(scene.checkpoints()).hasSize(1);
    return scene.checkpoints().get(0);
  }

  @Test
  void upload_keepsWhatArrived_andSaysSo_whenARerunMayMendIt() throws IOException {
    ModelUploadException failure = breakOff(503);

    assertThat(failure)
        .hasMessageContaining("5 of 6 parts of big are kept")
        .hasMessageContaining("Run it again: 5.0 MiB of unfinished files are kept");
    assertThat(failure.retryable()).isTrue();
    assertThat(scene.openUploads()).isEqualTo(1);
    assertThat(partsSentAgain()).isEqualTo(1);
  }

  @Test
  void upload_leavesNothing_whenARerunCannotMendIt() throws IOException {
    ModelUploadException failure = breakOff(403);

    assertThat(failure).hasMessageNotContaining("kept");
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_leavesNothing_alsoOfEarlierRuns_whenARerunCannotMendIt() throws IOException {
    breakOff(503);

    breakOff(403);

    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
  }

  @Test
  void upload_keepsWhatAnEarlierRunSent_whenItDoesNotComeSoFar() throws IOException {
    breakOff(503);
    scene.file("a", 10);

    assertThatThrownBy(() -> breakOffBefore(503)).isInstanceOf(ModelUploadException.class);

    assertThat(partsSentAgain()).isEqualTo(1);
  }

  @Test
  void upload_endsWhatAnEarlierRunSent_whenItIsRefusedBeforeItComesSoFar() throws IOException {
    breakOff(503);
    scene.file("a", 10);

    assertThatThrownBy(() -> breakOffBefore(403)).isInstanceOf(ModelUploadException.class);

    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
  }

  /** Fails at the file that comes before the large one. */
  private void breakOffBefore(int status) {
    scene.server().faults().always().when(r -> r.path().endsWith("/a")).status(status);
    try {
      scene.upload();
    } finally {
      scene.server().faults().clear();
    }
  }

  @Test
  void upload_beginsAnew_whenTheFileWasWrittenSince() throws IOException {
    breakOff(503);
    scene.file("big", PARTS * MIB);
    Files.setLastModifiedTime(big, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_beginsAnew_whenTheFileHasAnotherSize() throws IOException {
    breakOff(503);
    scene.file("big", PARTS * MIB + 1);

    assertThat(partsSentAgain()).isEqualTo(PARTS + 1);
  }

  @Test
  void upload_sendsAPartAgain_whenItsBytesChangedBehindTheFilesBack() throws IOException {
    FileTime before = Files.getLastModifiedTime(big);
    breakOff(503);
    byte[] bytes = Files.readAllBytes(big);
    bytes[2 * MIB + 5]++;
    Files.write(big, bytes);
    Files.setLastModifiedTime(big, before);

    assertThat(partsSentAgain()).isEqualTo(2);
  }

  @Test
  void upload_beginsAnew_whenThePartsAreOthers() throws IOException {
    breakOff(503);
    PartRequests requests = PartRequests.count(scene.server());

    try (ModelStore store = scene.store(Map.of("OSS_UPLOAD_PART_MIB", "2"))) {
      scene.upload(store);
    }

    assertThat(requests.seen()).isEqualTo(PARTS / 2);
    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isZero();
  }

  @Test
  void upload_beginsAnew_whenTheUploadIsGone() throws IOException {
    breakOff(503);
    scene
        .judge()
        .abortMultipartUpload(
            new AbortMultipartUploadRequest("models", FOLDER + "big", open().getUploadId()));

    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_sendsAgain_whatTheServerHasOtherwise() throws IOException {
    breakOff(503);
    String json = Files.readString(checkpoint());
    int etag = json.indexOf("\"etag\":\"") + "\"etag\":\"".length();
    Files.writeString(
        checkpoint(), json.substring(0, etag) + "00000000" + json.substring(etag + 8));

    assertThat(partsSentAgain()).isEqualTo(2);
  }

  @Test
  void upload_endsTheOldUpload_whenItsCheckpointIsDamaged() throws IOException {
    breakOff(503);
    String json = Files.readString(checkpoint());
    Files.writeString(checkpoint(), json.substring(0, json.length() - 20));

    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_beginsAnew_whenTheCheckpointSaysNothing() throws IOException {
    breakOff(503);
    String theirs = open().getUploadId();
    Files.writeString(checkpoint(), "");

    scene.upload();

    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.checkpoints()).isEmpty();
    assertThat(open().getUploadId()).isEqualTo(theirs); // nothing tells whose it is
  }

  @Test
  void upload_leavesACheckpointOfAnotherPlaceAlone() throws IOException {
    breakOff(503);
    PartRequests requests = PartRequests.count(scene.server());

    scene.store().upload(scene.model(), "oss://models/elsewhere", 7, (a, b, c, d) -> {});

    assertThat(requests.seen()).isEqualTo(PARTS);
    requests.end();
    assertThat(scene.openUploads()).isEqualTo(1);
    assertThat(partsSentAgain()).isEqualTo(1);
  }

  @Test
  void upload_takesNoCheckpointOfAnotherPlace_whoeverPutItThere() throws IOException {
    breakOff(503);
    String other = open().getUploadId();
    String json = Files.readString(checkpoint());
    Files.writeString(checkpoint(), json.replace(FOLDER + "big", FOLDER + "bag"));
    PartRequests requests = PartRequests.count(scene.server());

    scene.upload();

    assertThat(requests.seen()).isEqualTo(PARTS);
    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(open().getUploadId()).isEqualTo(other);
  }

  @Test
  void upload_endsAnUploadWhoseIdNeverArrived() throws IOException {
    breakOff(503);
    String json = Files.readString(checkpoint());
    // As it is when the program is killed between its request and the answer.
    Files.writeString(
        checkpoint(),
        json.replaceAll("\"uploadId\":\"[^\"]+\",", "")
            .replaceAll("\"parts\":\\[.*\\]", "\"parts\":[]"));

    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_goesOnWithoutCheckpoints_whenNoneCanBeWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    try (ModelStore store =
        scene.store(
            Map.of(
                "OSS_UPLOAD_CHECKPOINTS", file.toString(),
                "OSS_UPLOAD_PART_MIB", "1",
                "OSS_UPLOAD_ATTEMPTS", "1"))) {
      scene.server().faults().next(1).when(r -> r.query().contains("partNumber=2")).status(503);
      assertThatThrownBy(() -> scene.upload(store))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageNotContaining("kept");
      assertThat(scene.openUploads()).isZero();

      scene.upload(store);
    }

    assertThat(scene.stored()).isEqualTo(scene.local());
  }

  @Test
  void discardUnfinished_leavesNothing_andOnlyBelowThePlace() throws IOException {
    breakOff(503);

    assertThat(scene.store().discardUnfinished("oss://models/tensorflow/chnsentic")).isZero();
    assertThat(scene.store().discardUnfinished("oss://models/other")).isZero();
    assertThat(scene.openUploads()).isEqualTo(1);
    assertThat(scene.store().discardUnfinished(LOCATION)).isEqualTo(1);
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
    assertThat(scene.store().discardUnfinished("oss://models")).isZero();
    assertThat(partsSentAgain()).isEqualTo(PARTS);
  }

  @Test
  void upload_discardsWhatItKept_whenTheFileArrivedOnAnotherWay() throws IOException {
    breakOff(503);
    scene.judge().putObject("models", FOLDER + "big", big.toFile());

    assertThat(partsSentAgain()).isZero();
  }

  @Test
  void upload_sweepsWhatNothingCanGoOnWith() throws IOException {
    breakOff(503);
    breakOffElsewhere();
    for (Path checkpoint : scene.checkpoints()) {
      if (Files.readString(checkpoint).contains("left/")) {
        Files.setLastModifiedTime(
            checkpoint, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
      }
    }
    assertThat(scene.openUploads()).isEqualTo(2);

    assertThat(partsSentAgain()).isEqualTo(1);
  }

  private void breakOffElsewhere() throws IOException {
    Path model = Files.createDirectory(directory.resolve("other"));
    Path file = Files.write(model.resolve("big"), new byte[3 * MIB]);
    scene.server().faults().always().when(r -> r.query().contains("partNumber=3")).status(503);
    assertThatThrownBy(
            () -> scene.store().upload(model, "oss://models/left", 7, (a, b, c, d) -> {}))
        .isInstanceOf(ModelUploadException.class);
    scene.server().faults().clear();
    Files.delete(file);
  }

  @Test
  void upload_isWhole_whenTwoProgramsSendTheSameAtOnce() throws Exception {
    PartRequests requests = PartRequests.holdAfter(scene.server(), 2);
    Process other = UploadProgram.start(scene, SETTINGS);
    await().until(() -> requests.seen() == 3);
    requests.end();
    assertThat(scene.openUploads()).isEqualTo(1);

    scene.upload();

    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isEqualTo(1); // the other's, which is held
    other.destroyForcibly().waitFor();
    assertThat(partsSentAgain()).isZero();
  }

  @Test
  void upload_doesNotTouchOthersUploads() {
    String theirs =
        scene
            .judge()
            .initiateMultipartUpload(new InitiateMultipartUploadRequest("models", FOLDER + "big"))
            .getUploadId();

    scene.upload();

    assertThat(List.of(open().getUploadId())).containsExactly(theirs);
  }
}
