package io.elasticinference.it;

import static io.elasticinference.it.OssScene.FOLDER;
import static io.elasticinference.it.OssScene.LOCATION;
import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.elasticinference.ModelUploadException;
import io.elasticinference.internal.Async;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.testkit.fault.Fault;
import io.elasticinference.testkit.oss.OssCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a local OSS that fails; what is there then is judged by the plain OSS client. */
@Timeout(120)
class UploadFaultsIT {

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
  void upload_survivesWhatPasses() throws IOException {
    scene.file("saved_model.pb", 1000);
    scene.file("big", 40 * MIB);
    scene.server().faults().next(2).when(r -> r.query().contains("partNumber=2")).status(500);
    scene.server().faults().next(2).when(r -> r.query().contains("partNumber=3")).reset();
    scene
        .server()
        .faults()
        .next(1)
        .when(r -> r.query().contains("partNumber=4"))
        .status(429, Duration.ofSeconds(1));
    scene.server().faults().next(1).when(r -> r.query().startsWith("uploads")).status(503);
    scene.server().faults().next(1).when(r -> r.path().endsWith("saved_model.pb")).status(503);

    scene.upload();

    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isZero();
  }

  @Test
  void upload_ends_whenTheAnswerToTheLastRequestWasLost() throws IOException {
    scene.file("big", 40 * MIB);
    Fault lost =
        scene
            .server()
            .faults()
            .next(1)
            .when(r -> r.method().equals("POST") && r.query().contains("uploadId"))
            .truncate(10);

    scene.upload();

    assertThat(lost.hits()).isEqualTo(1);
    assertThat(scene.stored()).isEqualTo(scene.local());
  }

  @Test
  void upload_leavesNoUploadOpen_whenTheAnswerToTheFirstRequestWasLost() throws IOException {
    scene.file("big", 40 * MIB);
    Fault lost =
        scene
            .server()
            .faults()
            .next(1)
            .when(r -> r.method().equals("POST") && r.query().startsWith("uploads"))
            .truncate(10);

    scene.upload();

    assertThat(lost.hits()).isEqualTo(1);
    assertThat(scene.stored()).isEqualTo(scene.local());
    assertThat(scene.openUploads()).isZero();
  }

  @Test
  void upload_failsWithinASecondAndLeavesNoParts_whenOneIsRefused() throws Exception {
    scene.file("big", 120 * MIB);
    scene.file("saved_model.pb", 10);
    CountDownLatch slow = new CountDownLatch(5);
    scene
        .server()
        .faults()
        .always()
        .when(
            r -> {
              boolean part = r.query().contains("partNumber") && !r.query().contains("Number=3&");
              if (part) {
                slow.countDown();
              }
              return part;
            })
        .latency(Duration.ofSeconds(30));
    scene
        .server()
        .faults()
        .always()
        .when(r -> r.query().contains("partNumber=3&"))
        .latency(Duration.ofMillis(1500));
    scene.server().faults().next(1).when(r -> r.query().contains("partNumber=3&")).status(403);
    long began = System.nanoTime();

    assertThatThrownBy(scene::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/" + FOLDER)
        .hasMessageContaining("0 of 2 files are there")
        .hasMessageContaining("denies access")
        .extracting(e -> ((ModelUploadException) e).retryable())
        .isEqualTo(false);

    assertThat(slow.getCount()).isZero(); // others were waiting for their answers
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    assertThat(threads()).isEmpty();
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.stored()).isEmpty();
    assertThat(scene.store().find(LOCATION).completeVersions()).isEmpty();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("(model-upload|elastic-inference-oss).*"))
        .toList();
  }

  @Test
  void upload_stopsAtOnce_howeverManyFilesFail() throws IOException {
    for (int i = 0; i < 400; i++) {
      scene.file("assets/" + i, 10);
    }
    Fault down =
        scene.server().faults().always().when(r -> r.path().contains("assets")).status(503);
    try (ModelStore store =
        scene.store(Map.of("OSS_UPLOAD_CONCURRENCY", "2", "OSS_UPLOAD_ATTEMPTS", "3"))) {
      assertThatThrownBy(() -> scene.upload(store)).isInstanceOf(ModelUploadException.class);
    }

    assertThat(down.hits()).isLessThan(10);
  }

  /** Lets all parts hang, and tells when this one is under way. */
  private CountDownLatch hangFromPart(int number) {
    CountDownLatch sending = new CountDownLatch(1);
    scene
        .server()
        .faults()
        .always()
        .when(
            r -> {
              if (r.query().contains("partNumber=" + number)) {
                sending.countDown();
              }
              return r.query().contains("partNumber");
            })
        .latency(Duration.ofSeconds(30));
    return sending;
  }

  @Test
  void upload_stops_whenItsFutureIsCancelled() throws Exception {
    scene.file("big", 40 * MIB);
    CountDownLatch sending = hangFromPart(4);
    CompletableFuture<Boolean> upload =
        Async.run(
            "upload",
            () -> {
              scene.upload();
              return true;
            });
    sending.await();

    upload.cancel(true);

    await().atMost(Duration.ofSeconds(2)).until(() -> threads().isEmpty());
    assertThat(upload).isCancelled();
  }

  @Test
  void upload_stops_whenItsThreadIsInterrupted() throws Exception {
    scene.file("big", 80 * MIB);
    CountDownLatch sending = hangFromPart(5);
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                scene.upload();
              } catch (Throwable e) {
                seen.set(e);
                if (!Thread.currentThread().isInterrupted()) {
                  seen.set(new AssertionError("the interrupt was swallowed", e));
                }
              }
            });
    thread.start();
    sending.await();

    thread.interrupt();
    thread.join(10_000);

    assertThat(thread.isAlive()).isFalse();
    assertThat(seen.get())
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("interrupted");
    scene.server().faults().clear();
    assertThat(scene.openUploads()).isEqualTo(1);
    assertThat(scene.store().discardUnfinished(LOCATION)).isEqualTo(1);
    assertThat(scene.openUploads()).isZero();
    assertThat(scene.checkpoints()).isEmpty();
  }

  @Test
  void upload_tellsWhatToAllow_whenTheKeyMayOnlyRead() throws IOException {
    scene.file("saved_model.pb", 10);
    scene.server().accept(OssCredential.of("LTAIreader", "r").readOnly());
    try (ModelStore reader =
        scene.store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIreader",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "r"))) {
      assertThatThrownBy(() -> reader.upload(scene.model(), LOCATION, 7, (a, b, c, d) -> {}))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("denies access to bucket 'models'")
          .hasMessageContaining("oss:PutObject");
    }
  }
}
