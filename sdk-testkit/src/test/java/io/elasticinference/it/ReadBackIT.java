package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.InferenceClient;
import io.elasticinference.ModelUploadException;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import io.elasticinference.testkit.fault.Fault;
import io.elasticinference.testkit.oss.OssCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models are listed, read, signed and deleted with no cluster at hand, as a user does it. */
@Timeout(120)
class ReadBackIT extends ReadBackScene {

  @Test
  void list_findsModelsAndTheirVersions_completeOrNot() throws IOException {
    file("saved_model.pb", 1000);
    file("variables/v", 24);
    Instant before = Instant.now().minusSeconds(2);
    upload(7);
    upload(8);
    judge.deleteObject("models", "nlp/bert/8/variables/v");
    judge.putObject("models", "nlp/bert/9/variables/v", new ByteArrayInputStream(new byte[1]));
    judge.putObject("models", "vision/r/1/saved_model.pb", new ByteArrayInputStream(new byte[2]));
    judge.putObject("models", "data/2024/1/x.csv", new ByteArrayInputStream(new byte[3]));

    List<StoredModel> all = models.list("oss://models/");

    assertThat(all)
        .extracting(StoredModel::location)
        .containsExactly(BERT, "oss://models/vision/r");
    StoredModel bert = all.get(0);
    assertThat(bert.name()).isEqualTo("bert");
    assertThat(bert.versions()).extracting(StoredVersion::number).containsExactly(7L, 8L, 9L);
    assertThat(bert.completeVersions()).containsExactly(7L);
    StoredVersion seven = bert.version(7).orElseThrow();
    assertThat(seven.sizeBytes()).isEqualTo(1024);
    assertThat(seven.files()).extracting("name").containsExactly("saved_model.pb", "variables/v");
    assertThat(seven.lastModified()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(bert.version(8).orElseThrow().problem())
        .contains("1 of 2 files missing or of another size: variables/v");
    assertThat(bert.version(9).orElseThrow().problem()).isPresent();
    assertThat(models.find(BERT + "/")).isEqualTo(bert);
    assertThat(models.list(BERT)).containsExactly(bert);
    assertThat(models.list("oss://models/nothing")).isEmpty();
    assertThat(models.find("oss://models/nothing").versions()).isEmpty();
  }

  @Test
  void verify_tellsWhatWasChangedSinceTheUpload() throws IOException {
    file("saved_model.pb", 10);
    file("a", 10);
    upload(7);
    assertThat(models.verify(BERT, 7).complete()).isTrue();
    judge.putObject("models", FOLDER + "a", new ByteArrayInputStream(new byte[10]));

    assertThat(models.find(BERT).completeVersions()).as("by sizes alone").containsExactly(7L);
    assertThatThrownBy(() -> models.verify(BERT, 7))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("other bytes than were uploaded in a (expected: the CRC64");
    assertThatThrownBy(() -> models.download(BERT, 7, directory.resolve("down")))
        .hasMessageContaining("a: other bytes arrived than were uploaded");
    assertThat(directory.resolve("down/7/a")).doesNotExist();
    upload(7);
    assertThat(models.verify(BERT, 7).complete()).isTrue();
  }

  @Test
  void open_readsOneFile_andGoesOnWhereItBroke() throws IOException {
    manyNames();
    upload(7);
    server.faults().next(2).when(ReadBackScene::readsData).truncate(11 * MIB);

    try (InputStream in = models.open(BERT, 7, "variables/variables.data-00000-of-00001")) {
      assertThat(Arrays.hashCode(in.readAllBytes()))
          .isEqualTo(tree(model).get("variables/variables.data-00000-of-00001"));
    }
    try (InputStream in = models.open(BERT, 7, "variables/variables.index")) {
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> models.open(BERT, 7, "nothing"))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/nlp/bert/7/nothing: not there");
  }

  @Test
  void presign_letsAnybodyRead_untilItExpires() throws Exception {
    manyNames();
    upload(7);
    String name = "assets/vocab 中文 a+b%20c&d=e#f<g>.txt";

    PresignedUrl url = models.presign(BERT, 7, name, Duration.ofSeconds(3));

    assertThat(url.toString())
        .contains(FOLDER)
        .contains("URL hidden")
        .doesNotContainIgnoringCase("signature");
    assertThat(url.reveal().toString()).contains("OSS4-HMAC-SHA256").doesNotContain("sesame");
    assertThat(url.expires()).isBetween(Instant.now().plusSeconds(1), Instant.now().plusSeconds(3));
    assertThat(curl(url)).isEqualTo(Files.readAllBytes(model.resolve(name)));
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest get = HttpRequest.newBuilder(url.reveal()).build();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> http.send(get, HttpResponse.BodyHandlers.ofString()).statusCode() == 403);
    assertThat(Instant.now()).isAfterOrEqualTo(url.expires());
    assertThatThrownBy(() -> models.presign(BERT, 7, "nothing", Duration.ofHours(1)))
        .hasMessageContaining("not there");
  }

  private static byte[] curl(PresignedUrl url) throws Exception {
    Process process =
        new ProcessBuilder("curl", "-sSf", "--noproxy", "*", url.reveal().toString()).start();
    byte[] body = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0)
        .as(new String(process.getErrorStream().readAllBytes(), UTF_8))
        .isTrue();
    return body;
  }

  @Test
  void presign_carriesTheTokenOfTemporaryCredentials() throws Exception {
    file("saved_model.pb", 10);
    upload(7);
    server.accept(
        OssCredential.of("STS.now", "s").temporary("CAIS+/=", Instant.now().plusSeconds(600)));
    try (InferenceClient temporary =
        client(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.now",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "CAIS+/="))) {
      assertThat(curl(temporary.models().presign(BERT, 7, "saved_model.pb", Duration.ofDays(7))))
          .hasSize(10);
    }
  }

  @Test
  void delete_deletesNothing_whereThereIsNoClusterToAsk() throws IOException {
    file("saved_model.pb", 10);
    upload(7);

    assertThatThrownBy(() -> models.delete(BERT, 7))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("there is no cluster to ask who mounts it")
        .hasMessageContaining("deleteUnchecked");
    assertThat(models.find(BERT).completeVersions()).containsExactly(7L);
  }

  @Test
  void deleteUnchecked_deletesThatVersionAlone_aThousandARequest() throws Exception {
    for (int i = 0; i < 2100; i++) {
      file("assets/" + i, 1);
    }
    manyNames();
    upload(7);
    upload(70);
    python("upload", model.resolve("variables").toString(), "nlp/bert/7");
    Fault requests =
        server.faults().always().when(r -> r.query().startsWith("delete")).latency(Duration.ZERO);

    models.deleteUnchecked(BERT, 7);

    assertThat(requests.hits()).as("the graph, the rest, the manifest").isEqualTo(1 + 3 + 1);
    python("gone", FOLDER);
    assertThat(models.find(BERT).completeVersions()).containsExactly(70L);
    assertThat(judge.doesObjectExist("models", "nlp/bert/7variables.index")).isTrue();
    models.deleteUnchecked(BERT, 7);
  }

  @Test
  void deleteUnchecked_leavesNoVersionThatLooksWhole_whereItBreaksOff() throws Exception {
    file("saved_model.pb", 10);
    file("a", 10);
    upload(7);
    for (int broken = 2; broken <= 3; broken++) {
      int[] left = {broken};
      server
          .faults()
          .next(1)
          .when(r -> r.query().startsWith("delete") && --left[0] == 0)
          .status(403);
      assertThatThrownBy(() -> models.deleteUnchecked(BERT, 7))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("oss:DeleteObject");

      assertThat(models.find(BERT).completeVersions()).isEmpty();
      assertThat(judge.doesObjectExist("models", FOLDER + "saved_model.pb")).isFalse();
      server.faults().clear();
      upload(7);
    }
    models.deleteUnchecked(BERT, 7);
    python("gone", FOLDER);
  }

  @Test
  void aWrongKey_isTold() {
    try (InferenceClient wrong = client(Map.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "not it"))) {
      assertThatThrownBy(() -> wrong.models().list("oss://models"))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("Correct ALIBABA_CLOUD_ACCESS_KEY_SECRET")
          .hasMessageNotContaining("not it");
    }
  }
}
