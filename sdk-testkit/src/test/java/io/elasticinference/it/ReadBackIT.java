package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.Models;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import io.elasticinference.testkit.fault.Fault;
import io.elasticinference.testkit.fault.Request;
import io.elasticinference.testkit.oss.ForeignClients;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models are listed, downloaded, signed and deleted with no cluster at hand, as a user does it. */
@Timeout(120)
class ReadBackIT {

  private static final String BERT = "oss://models/nlp/bert";
  private static final String FOLDER = "nlp/bert/7/";
  private static final int MIB = 1024 * 1024;

  @TempDir Path directory;
  private Path model;
  private OssServer server;
  private OSS judge;
  private InferenceClient client;
  private Models models;
  private final List<ServiceEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(OssCredential.of("LTAIit", "sesame"))
            .bucket("models")
            .start();
    judge = new OSSClientBuilder().build(server.uri().toString(), "LTAIit", "sesame");
    client = client(Map.of());
    models = client.models();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    judge.shutdown();
    server.close();
  }

  private InferenceClient client(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("KUBECONFIG", directory.resolve("there-is-none").toString());
    all.put("OSS_ENDPOINT", server.uri().toString());
    all.put("ALIBABA_CLOUD_REGION_ID", server.region());
    all.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIit");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame");
    all.putAll(settings);
    return InferenceClient.builder().environment(all).listener(events::add).build();
  }

  private void file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    Path path = model.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private StoredVersion upload(long version) {
    return models.upload(Model.tensorflow("bert").upload(model).to(BERT).version(version));
  }

  private static Map<String, Integer> tree(Path folder) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  private void manyNames() throws IOException {
    file("saved_model.pb", 1000);
    file("variables/variables.index", 0);
    file("variables/variables.data-00000-of-00001", 40 * MIB + 17);
    file("assets/vocab 中文 a+b%20c&d=e#f<g>.txt", 300);
  }

  private void python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ForeignClients.python().toString());
    command.add(Path.of("src/test/python/models_peer.py").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "OSS_ENDPOINT", server.uri().toString(),
                "OSS_REGION", server.region(),
                "OSS_ACCESS_KEY_ID", "LTAIit",
                "OSS_ACCESS_KEY_SECRET", "sesame",
                "NO_PROXY", "127.0.0.1"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).startsWith("ok: ");
  }

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
    server.faults().next(3).when(ReadBackIT::readsData).truncate(3 * MIB);
    server.faults().next(2).when(ReadBackIT::readsData).reset();
    server.faults().next(2).when(ReadBackIT::readsData).status(503);
    server.faults().next(1).when(r -> r.path().endsWith("saved_model.pb")).truncate(10);

    Path there = models.download(BERT, 7, directory.resolve("down"));

    assertThat(tree(there)).isEqualTo(tree(model));
  }

  private static boolean readsData(Request request) {
    return request.method().equals("GET") && request.path().contains("variables.data");
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
  void download_takesWhatAnotherToolUploaded() throws Exception {
    manyNames();
    python("upload", model.toString(), FOLDER);
    judge.putObject("models", FOLDER, new ByteArrayInputStream(new byte[0]));
    judge.putObject("models", FOLDER + "assets/", new ByteArrayInputStream(new byte[0]));

    assertThat(tree(models.download(BERT, 7, directory.resolve("down")))).isEqualTo(tree(model));
  }

  @Test
  void open_readsOneFile_andGoesOnWhereItBroke() throws IOException {
    manyNames();
    upload(7);
    server.faults().next(2).when(ReadBackIT::readsData).truncate(11 * MIB);

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
