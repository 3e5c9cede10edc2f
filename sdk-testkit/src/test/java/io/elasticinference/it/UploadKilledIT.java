package io.elasticinference.it;

import static io.elasticinference.it.OssScene.FOLDER;
import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.MultipartUpload;
import io.elasticinference.spi.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a program that uploads (SIGKILL) when a given number of parts of a large file have arrived,
 * and runs the upload again; the Python SDK judges what is there then.
 */
@Timeout(60)
class UploadKilledIT {

  private static final int PARTS = 20;
  private static final int CONCURRENCY = 3;
  private static final Map<String, String> SETTINGS =
      Map.of("OSS_UPLOAD_PART_MIB", "1", "OSS_UPLOAD_CONCURRENCY", Integer.toString(CONCURRENCY));

  private static UploadJudge judge;
  @TempDir Path directory;
  private OssScene scene;

  @BeforeAll
  static void call() throws IOException {
    judge = new UploadJudge();
  }

  @AfterAll
  static void dismiss() throws IOException {
    judge.close();
  }

  @BeforeEach
  void start() throws IOException {
    scene = new OssScene(directory);
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  static List<Integer> boundaries() {
    return IntStream.rangeClosed(0, PARTS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("boundaries")
  void upload_sendsOnlyTheRest_whenItsProgramWasKilled(int arrived) throws Exception {
    scene.file("big", PARTS * MIB - 17);
    scene.file("saved_model.pb", 1000);
    int inFlight = Math.min(CONCURRENCY, PARTS - arrived);
    kill(arrived, inFlight);
    assertThat(partsOnServer()).isEqualTo(arrived);

    PartRequests requests = PartRequests.count(scene.server());
    try (ModelStore again = scene.store(SETTINGS)) {
      scene.upload(again);
    }

    assertThat(requests.seen()).isEqualTo(PARTS - arrived);
    assertThat(requests.times().values()).allMatch(times -> times == 1);
    assertThat(scene.checkpoints()).isEmpty();
    judge.holds(scene);
    assertThat(scene.store().find(OssScene.LOCATION).completeVersions()).containsExactly(7L);
  }

  /** Kills it when so many parts are known to the checkpoint, and the next ones are under way. */
  private void kill(int arrived, int inFlight) throws IOException, InterruptedException {
    PartRequests requests = PartRequests.holdAfter(scene.server(), arrived);
    if (arrived == PARTS) {
      holdTheEnd();
    }
    Process program = UploadProgram.start(scene, SETTINGS);
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> requests.seen() == arrived + inFlight && partsInCheckpoint() == arrived);
    } finally {
      program.destroyForcibly();
      program.waitFor();
    }
    assertThat(program.exitValue()).isEqualTo(137);
    requests.end();
  }

  private void holdTheEnd() {
    scene
        .server()
        .faults()
        .always()
        .when(r -> r.method().equals("POST") && r.query().contains("uploadId"))
        .latency(Duration.ofMinutes(10));
  }

  private int partsInCheckpoint() throws IOException {
    for (Path file : scene.checkpoints()) {
      if (file.toString().endsWith(".json")) {
        String json = Files.readString(file);
        return json.contains("\"uploadId\"") ? json.split("\"etag\"", -1).length - 1 : -1;
      }
    }
    return -1;
  }

  private int partsOnServer() {
    MultipartUpload open =
        scene
            .judge()
            .listMultipartUploads(new ListMultipartUploadsRequest("models"))
            .getMultipartUploads()
            .get(0);
    return scene
        .judge()
        .listParts(new ListPartsRequest("models", FOLDER + "big", open.getUploadId()))
        .getParts()
        .size();
  }
}
