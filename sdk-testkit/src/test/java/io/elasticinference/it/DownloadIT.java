package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.testkit.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models come back whole, also where the line breaks, and only what differs is fetched. */
@Timeout(120)
class DownloadIT extends ReadBackScene {

  @Test
  void download_bringsTheWholeTreeBack_whateverTheNamesAndSizes() throws Exception {
    manyNames();
    upload(7);
    python("same", model.toString(), FOLDER);
    events.clear();

    Path there = models.download(BERT, 7, directory.resolve("down"));

    assertThat(there).isEqualTo(directory.resolve("down/7"));
    assertThat(tree(there)).isEqualTo(tree(model));
    try (Stream<Path> beside = Files.list(directory.resolve("down"))) {
      assertThat(beside).containsExactly(there);
    }
    python("same", there.toString(), FOLDER);
    progressIsMonotone(40L * MIB + 1317, 4);
  }

  private void progressIsMonotone(long bytes, int files) {
    List<ServiceEvent.DownloadProgress> progress =
        events.stream()
            .filter(ServiceEvent.DownloadProgress.class::isInstance)
            .map(ServiceEvent.DownloadProgress.class::cast)
            .toList();
    for (int i = 1; i < progress.size(); i++) {
      assertThat(progress.get(i).doneBytes())
          .isGreaterThanOrEqualTo(progress.get(i - 1).doneBytes());
      assertThat(progress.get(i).doneFiles())
          .isGreaterThanOrEqualTo(progress.get(i - 1).doneFiles());
    }
    ServiceEvent.DownloadProgress last = progress.get(progress.size() - 1);
    assertThat(last.service()).isEqualTo(BERT);
    assertThat(last.doneBytes()).isEqualTo(bytes).isEqualTo(last.totalBytes());
    assertThat(last.doneFiles()).isEqualTo(files).isEqualTo(last.totalFiles());
  }

  @Test
  void download_fetchesOnlyWhatDiffers_andLeavesOtherFilesAlone() throws IOException {
    manyNames();
    upload(7);
    Path there = models.download(BERT, 7, directory.resolve("down"));
    Files.writeString(there.resolve("mine"), "mine");
    byte[] graph = Files.readAllBytes(there.resolve("saved_model.pb"));
    graph[3]++;
    Files.write(there.resolve("saved_model.pb"), graph);
    Fault fetched =
        server
            .faults()
            .always()
            .when(
                r ->
                    r.method().equals("GET")
                        && r.path().contains("/nlp/bert/7/")
                        && !r.path().endsWith(".json"))
            .latency(Duration.ZERO);
    events.clear();

    models.download(BERT, 7, directory.resolve("down"));

    assertThat(fetched.hits()).isEqualTo(1);
    Map<String, Integer> expected = tree(model);
    expected.put("mine", Arrays.hashCode("mine".getBytes(UTF_8)));
    assertThat(tree(there)).isEqualTo(expected);
    progressIsMonotone(40L * MIB + 1317, 4);
  }

  @Test
  void download_goesOnWhereItBroke() throws IOException {
    manyNames();
    upload(7);
    server.faults().next(3).when(ReadBackScene::readsData).truncate(3 * MIB);
    server.faults().next(2).when(ReadBackScene::readsData).reset();
    server.faults().next(2).when(ReadBackScene::readsData).status(503);
    server.faults().next(1).when(r -> r.path().endsWith("saved_model.pb")).truncate(10);

    Path there = models.download(BERT, 7, directory.resolve("down"));

    assertThat(tree(there)).isEqualTo(tree(model));
  }

  @Test
  void download_stopsAndLeavesNothingHalf_whenItIsInterrupted() throws Exception {
    manyNames();
    upload(7);
    CountDownLatch reading = new CountDownLatch(1);
    server
        .faults()
        .always()
        .when(
            r -> {
              if (readsData(r)) {
                reading.countDown();
              }
              return readsData(r);
            })
        .latency(Duration.ofSeconds(30));
    Instant began = Instant.now();
    CompletableFuture<Path> download = models.downloadAsync(BERT, 7, directory.resolve("down"));
    assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(download.cancel(true)).isTrue();

    Path hidden = directory.resolve("down/.7.download");
    Awaitility.await().until(() -> !Files.exists(hidden));
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
    assertThat(tree(directory.resolve("down/7")))
        .doesNotContainKeys("saved_model.pb", "variables/variables.data-00000-of-00001");
    server.faults().clear();
    assertThat(tree(models.download(BERT, 7, directory.resolve("down")))).isEqualTo(tree(model));
  }

  @Test
  void download_refusesWhatIsNotWhole() throws IOException {
    file("saved_model.pb", 10);
    file("a", 10);
    upload(7);
    judge.deleteObject("models", FOLDER + "a");

    assertThatThrownBy(() -> models.download(BERT, 7, directory.resolve("down")))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("Model version " + BERT + "/7: not complete, 1 of 2 files missing")
        .hasMessageContaining("Complete are []");
    assertThatThrownBy(() -> models.download(BERT, 6, directory.resolve("down")))
        .hasMessageContaining("Model version " + BERT + "/6: not there");
    assertThat(directory.resolve("down")).doesNotExist();
  }

  @Test
  void download_takesWhatAnotherToolUploaded() throws Exception {
    manyNames();
    python("upload", model.toString(), FOLDER);
    judge.putObject("models", FOLDER, new ByteArrayInputStream(new byte[0]));
    judge.putObject("models", FOLDER + "assets/", new ByteArrayInputStream(new byte[0]));

    assertThat(tree(models.download(BERT, 7, directory.resolve("down")))).isEqualTo(tree(model));
  }
}
