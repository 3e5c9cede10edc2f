package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.OSSObjectSummary;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.testkit.fault.Fault;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to, and finds in, the local OSS; what is there is judged by the plain OSS client. */
@Timeout(120)
class OssModelStoreIT {

  private static final String LOCATION = "oss://models/tensorflow/chnsenticorp";
  private static final String FOLDER = "tensorflow/chnsenticorp/7/";
  private static final String MANIFEST = ".elastic-inference-manifest.json";
  private static final int MIB = 1024 * 1024;

  @TempDir Path directory;
  private Path model;
  private OssServer server;
  private OSS judge;
  private ModelStore store;
  private final List<List<Long>> progress = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(OssCredential.of("LTAIit", "sesame"))
            .bucket("models")
            .start();
    judge = new OSSClientBuilder().build(server.uri().toString(), "LTAIit", "sesame");
    store = store(Map.of());
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    judge.shutdown();
    server.close();
  }

  private ModelStore store(Map<String, String> settings) {
    return ServiceLoader.load(ModelStore.Provider.class)
        .findFirst()
        .orElseThrow()
        .create(
            Environment.of(
                    Map.of(
                        "OSS_ENDPOINT",
                        server.uri().toString(),
                        "ALIBABA_CLOUD_REGION_ID",
                        server.region(),
                        "ALIBABA_CLOUD_ACCESS_KEY_ID",
                        "LTAIit",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                        "sesame"))
                .with(settings));
  }

  private void upload() {
    store.upload(
        model,
        LOCATION,
        7,
        (bytes, allBytes, files, allFiles) ->
            progress.add(List.of(bytes, allBytes, (long) files, (long) allFiles)));
  }

  private void file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    Path path = model.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  /** What lies in the version's folder, by content; the manifest left out. */
  private Map<String, Integer> stored() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    for (OSSObjectSummary object :
        judge
            .listObjectsV2(new ListObjectsV2Request("models").withPrefix(FOLDER).withMaxKeys(1000))
            .getObjectSummaries()) {
      String name = object.getKey().substring(FOLDER.length());
      if (!name.equals(MANIFEST)) {
        try (InputStream in = judge.getObject("models", object.getKey()).getObjectContent()) {
          contents.put(name, Arrays.hashCode(in.readAllBytes()));
        }
      }
    }
    return contents;
  }

  private Map<String, Integer> local() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(model)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(model.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  private int openUploads() {
    return judge
        .listMultipartUploads(new ListMultipartUploadsRequest("models"))
        .getMultipartUploads()
        .size();
  }

  @Test
  void upload_bringsTheWholeTree_whateverTheNamesAndSizes() throws IOException {
    file("saved_model.pb", 1000);
    file("variables/variables.index", 0);
    file("variables/variables.data-00000-of-00001", 40 * MIB + 17);
    file("assets/vocab 中文 a+b%20c&d=e#f.txt", 300);
    file("assets/empty dir/x", 1);

    upload();

    assertThat(stored()).isEqualTo(local());
    assertThat(openUploads()).isZero();
    assertThat(store.find(LOCATION).versions()).containsExactly(7L);
    assertThat(store.find(LOCATION).location()).isEqualTo(LOCATION);
  }

  @Test
  void upload_tellsProgressThatNeverGoesBack() throws IOException {
    file("saved_model.pb", 1000);
    file("big", 20 * MIB);

    upload();

    long total = 20L * MIB + 1000;
    assertThat(progress.get(0)).isEqualTo(List.of(0L, total, 0L, 2L));
    assertThat(progress.get(progress.size() - 1)).isEqualTo(List.of(total, total, 2L, 2L));
    for (int i = 1; i < progress.size(); i++) {
      assertThat(progress.get(i).get(0)).isGreaterThanOrEqualTo(progress.get(i - 1).get(0));
      assertThat(progress.get(i).get(2)).isGreaterThanOrEqualTo(progress.get(i - 1).get(2));
    }
    assertThat(progress).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void upload_sendsNothing_whenAllIsThere() throws IOException {
    file("saved_model.pb", 1000);
    file("variables/v", 20 * MIB);
    upload();
    Fault writes = server.faults().always().when(r -> !r.method().matches("GET|HEAD")).status(403);

    upload();

    assertThat(writes.hits()).isZero();
    assertThat(progress.get(progress.size() - 1).get(0)).isEqualTo(20L * MIB + 1000);
  }

  @Test
  void upload_sendsOnlyWhatChanged() throws IOException {
    for (int i = 0; i < 50; i++) {
      file("assets/" + i, 100);
    }
    file("saved_model.pb", 1000);
    upload();
    byte[] changed = Files.readAllBytes(model.resolve("assets/33"));
    changed[5]++;
    Files.write(model.resolve("assets/33"), changed);
    Fault files =
        server
            .faults()
            .always()
            .when(r -> r.method().equals("PUT") && !r.path().endsWith(MANIFEST))
            .latency(Duration.ZERO);

    upload();

    assertThat(files.hits()).isEqualTo(1);
    assertThat(stored()).isEqualTo(local());
  }

  @Test
  void upload_leavesOtherObjectsAlone() throws IOException {
    file("saved_model.pb", 10);
    judge.putObject("models", FOLDER + "theirs", new ByteArrayInputStream(new byte[3]));

    upload();

    assertThat(stored()).containsKeys("theirs", "saved_model.pb");
    assertThat(store.find(LOCATION).versions()).containsExactly(7L);
  }

  @Test
  void upload_survivesWhatPasses() throws IOException {
    file("saved_model.pb", 1000);
    file("big", 40 * MIB);
    server.faults().next(2).when(r -> r.query().contains("partNumber=2")).status(500);
    server.faults().next(2).when(r -> r.query().contains("partNumber=3")).reset();
    server
        .faults()
        .next(1)
        .when(r -> r.query().contains("partNumber=4"))
        .status(429, Duration.ofSeconds(1));
    server.faults().next(1).when(r -> r.query().startsWith("uploads")).status(503);
    server.faults().next(1).when(r -> r.path().endsWith("saved_model.pb")).status(503);

    upload();

    assertThat(stored()).isEqualTo(local());
    assertThat(openUploads()).isZero();
  }

  @Test
  void upload_ends_whenTheAnswerToTheLastRequestWasLost() throws IOException {
    file("big", 40 * MIB);
    Fault lost =
        server
            .faults()
            .next(1)
            .when(r -> r.method().equals("POST") && r.query().contains("uploadId"))
            .truncate(10);

    upload();

    assertThat(lost.hits()).isEqualTo(1);
    assertThat(stored()).isEqualTo(local());
  }

  @Test
  void upload_leavesNoUploadOpen_whenTheAnswerToTheFirstRequestWasLost() throws IOException {
    file("big", 40 * MIB);
    Fault lost =
        server
            .faults()
            .next(1)
            .when(r -> r.method().equals("POST") && r.query().startsWith("uploads"))
            .truncate(10);

    upload();

    assertThat(lost.hits()).isEqualTo(1);
    assertThat(stored()).isEqualTo(local());
    assertThat(openUploads()).isZero();
  }

  @Test
  void upload_failsAtOnceAndLeavesNoParts_whenOneIsRefused() throws IOException {
    file("big", 120 * MIB);
    file("saved_model.pb", 10);
    server.faults().next(1).when(r -> r.query().contains("partNumber=3")).status(403);
    Fault slow =
        server
            .faults()
            .always()
            .when(r -> r.query().contains("partNumber=9"))
            .latency(Duration.ofSeconds(30));
    Instant began = Instant.now();

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("oss://models/" + FOLDER)
        .hasMessageContaining("0 of 2 files are there")
        .hasMessageContaining("denies access")
        .extracting(e -> ((ModelUploadException) e).retryable())
        .isEqualTo(false);

    assertThat(slow.hits()).isPositive();
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(openUploads()).isZero();
    assertThat(stored()).isEmpty();
    assertThat(store.find(LOCATION).versions()).isEmpty();
  }

  @Test
  void upload_goesOnWhereItFailed() throws IOException {
    for (int i = 0; i < 40; i++) {
      file("assets/" + i, 100);
    }
    file("saved_model.pb", 10);
    Fault refused = server.faults().next(1).when(r -> r.path().endsWith("/assets/9")).status(403);
    assertThatThrownBy(this::upload).isInstanceOf(ModelUploadException.class);
    assertThat(refused.hits()).isEqualTo(1);
    assertThat(store.find(LOCATION).versions()).isEmpty();
    Map<String, Integer> there = stored();

    // A file that was under way when the first run gave up may still arrive after that look.
    Set<String> sent = ConcurrentHashMap.newKeySet();
    server
        .faults()
        .always()
        .when(
            r ->
                r.method().equals("PUT")
                    && !r.path().endsWith(MANIFEST)
                    && sent.add(r.path().substring(("/models/" + FOLDER).length())))
        .latency(Duration.ZERO);
    upload();

    assertThat(sent).contains("assets/9").doesNotContainAnyElementsOf(there.keySet());
    assertThat(stored()).isEqualTo(local());
    assertThat(store.find(LOCATION).versions()).containsExactly(7L);
  }

  @Test
  void upload_stops_whenItsThreadIsInterrupted() throws Exception {
    file("big", 80 * MIB);
    CountDownLatch sending = new CountDownLatch(1);
    server
        .faults()
        .always()
        .when(
            r -> {
              if (r.query().contains("partNumber=5")) {
                sending.countDown();
              }
              return r.query().contains("partNumber");
            })
        .latency(Duration.ofSeconds(30));
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                upload();
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
    server.faults().clear();
    assertThat(openUploads()).isZero();
  }

  @Test
  void upload_tellsWhatIsWrongWithTheFolder() {
    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("no files");
  }

  @Test
  void find_takesWhatOtherToolsUploaded_andNothingElse() {
    for (String key :
        List.of(
            "3/saved_model.pb",
            "20/saved_model.pbtxt",
            "20/variables/v",
            "4/variables/v",
            "notes/saved_model.pb",
            "007/saved_model.pb",
            "99999999999999999999/saved_model.pb",
            "9999999999999999999/saved_model.pb",
            "5",
            "6/")) {
      judge.putObject(
          "models", "tensorflow/chnsenticorp/" + key, new ByteArrayInputStream(new byte[1]));
    }

    assertThat(store.find(LOCATION).versions()).containsExactly(3L, 20L);
    assertThat(store.find("oss://models/nothing/here").versions()).isEmpty();
    assertThat(store.find("oss://models").versions()).isEmpty();
  }

  @Test
  void find_doesNotTakeAVersionThatLostAFile() throws IOException {
    file("saved_model.pb", 10);
    file("assets/a", 10);
    upload();
    judge.deleteObject("models", FOLDER + "assets/a");

    assertThat(store.find(LOCATION).versions()).isEmpty();
  }

  @Test
  void find_listsManyFiles_inMoreThanOnePage() throws IOException {
    for (int i = 0; i < 1200; i++) {
      file("assets/" + i, 1);
    }
    file("saved_model.pb", 10);

    upload();

    assertThat(store.find(LOCATION).versions()).containsExactly(7L);
  }

  @Test
  void find_tellsEachRefusalInItsOwnWords() {
    assertThatThrownBy(() -> store.find("oss://no-such-bucket-here/a"))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("there is no bucket 'no-such-bucket-here'")
        .hasMessageContaining("ALIBABA_CLOUD_REGION_ID (cn-beijing)");
    try (ModelStore wrongId = store(Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIother"))) {
      assertThatThrownBy(() -> wrongId.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("does not know the access key id");
    }
    try (ModelStore wrongSecret = store(Map.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "wr0ng"))) {
      assertThatThrownBy(() -> wrongSecret.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("refuses the signature")
          .hasMessageNotContainingAny("wr0ng", "sesame");
    }
    server.accept(
        OssCredential.of("STS.old", "s").temporary("token", Instant.now().minusSeconds(5)));
    try (ModelStore expired =
        store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.old",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "token"))) {
      assertThatThrownBy(() -> expired.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("security token");
    }
  }

  @Test
  void upload_tellsWhatToAllow_whenTheKeyMayOnlyRead() throws IOException {
    file("saved_model.pb", 10);
    server.accept(OssCredential.of("LTAIreader", "r").readOnly());
    try (ModelStore reader =
        store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIreader",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "r"))) {
      assertThatThrownBy(() -> reader.upload(model, LOCATION, 7, (a, b, c, d) -> {}))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("denies access to bucket 'models'")
          .hasMessageContaining("oss:PutObject");
    }
  }

  @Test
  void find_sendsTheSecurityToken() {
    server.accept(
        OssCredential.of("STS.now", "s").temporary("token", Instant.now().plusSeconds(600)));
    try (ModelStore temporary =
        store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.now",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "token"))) {
      assertThat(temporary.find(LOCATION).versions()).isEmpty();
    }
  }
}
