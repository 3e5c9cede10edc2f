package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many clients at once see of an object, and what is there after the server starts again. */
class OssServerConcurrencyTest {

  private static final String BUCKET = "models";
  private static final int SIZE = 1_000_000;

  @TempDir Path directory;
  private OssServer server;
  private OSS client;

  @BeforeEach
  void start() throws IOException {
    server =
        OssServer.builder(directory)
            .credential(OssCredential.of("id", "secret"))
            .bucket(BUCKET)
            .start();
    client = new OSSClientBuilder().build(server.uri().toString(), "id", "secret");
  }

  @AfterEach
  void stop() throws IOException {
    client.shutdown();
    server.close();
  }

  @Test
  void reader_getsTheWholeOfWhatItOpened_whenTheObjectIsReplacedAndDeletedMeanwhile()
      throws IOException {
    put("a", 'x');
    try (OSSObject object = client.getObject(BUCKET, "a");
        InputStream content = object.getObjectContent()) {
      assertThat(content.readNBytes(1000)).containsOnly('x');
      put("a", 'y');
      client.deleteObject(BUCKET, "a");
      assertThat(content.readAllBytes()).hasSize(SIZE - 1000).containsOnly('x');
    }
    assertThat(client.doesObjectExist(BUCKET, "a")).isFalse();
  }

  @Test
  void writersOfOneKey_neverMix_andLeaveNothingBehind() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        char letter = (char) ('a' + i % 4);
        work.add(
            () -> {
              put("same", letter);
              byte[] read;
              try (InputStream content = client.getObject(BUCKET, "same").getObjectContent()) {
                read = content.readAllBytes();
              }
              assertThat(read).hasSize(SIZE).containsOnly(read[0]);
              return null;
            });
      }
      for (Future<Void> each : pool.invokeAll(work)) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(blobs()).isEqualTo(1);
  }

  @Test
  void appendersAtOnePosition_areTakenOnce() throws Exception {
    RawClient raw = new RawClient(server.uri());
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<Integer> append =
          () ->
              raw.send(
                      "POST",
                      "/models/log?append&position=0",
                      RawClient.signed(
                          "POST",
                          "/models/log?append&position=0",
                          "secret",
                          Map.of("Date", RawClient.date(Instant.now()))),
                      "line\n".getBytes(UTF_8))
                  .status();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each :
          pool.invokeAll(List.of(append, append, append, append, append, append))) {
        statuses.add(each.get());
      }
      assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    } finally {
      pool.shutdownNow();
    }
    assertThat(blobs()).isEqualTo(1);
  }

  @Test
  void openUpload_goesOn_whenTheServerStartsAgain() throws IOException {
    String id =
        client
            .initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "parts"))
            .getUploadId();
    List<PartETag> tags = new ArrayList<>();
    tags.add(part(id, 1));
    stop();
    start();
    tags.add(part(id, 2));
    client.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, "parts", id, tags));

    assertThat(client.getObjectMetadata(BUCKET, "parts").getContentLength()).isEqualTo(2L * SIZE);
  }

  private PartETag part(String id, int number) {
    UploadPartRequest request =
        new UploadPartRequest(
            BUCKET, "parts", id, number, new ByteArrayInputStream(filled('p')), SIZE);
    return client.uploadPart(request).getPartETag();
  }

  private void put(String key, char letter) {
    client.putObject(BUCKET, key, new ByteArrayInputStream(filled(letter)));
  }

  private static byte[] filled(char letter) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  private long blobs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
      return files.count();
    }
  }
}
