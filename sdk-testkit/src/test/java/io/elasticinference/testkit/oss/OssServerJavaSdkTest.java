package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectListing;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadFileRequest;
import com.aliyun.oss.model.UploadPartCopyRequest;
import com.aliyun.oss.model.UploadPartRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java SDK as a judge of the local OSS, with signatures of version 1 and 4. */
@SuppressWarnings("JavaUtilDate") // The SDK's own signatures.
class OssServerJavaSdkTest {

  private static final String BUCKET = "models";
  private static final List<String> KEYS =
      List.of(
          "plain",
          "with space/and+plus",
          "per%cent %2F",
          "模型/变量.data",
          "tail/",
          "a;b=c?d&e#f",
          "quote'\"<>&",
          "emoji-\uD83D\uDE00");

  @TempDir static Path directory;
  private static OssServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(OssCredential.of("id", "secret"))
            .bucket(BUCKET)
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void objects_comeBackAsTheyWere_whateverTheirKeys(SignVersion version) throws Exception {
    try (Client client = new Client(version)) {
      for (String key : KEYS) {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/plain");
        metadata.addUserMetadata("owner", "me");
        byte[] content = ("content of " + key).getBytes(UTF_8);
        String etag =
            client
                .oss
                .putObject(BUCKET, key, new ByteArrayInputStream(content), metadata)
                .getETag();

        OSSObject object = client.oss.getObject(BUCKET, key);
        assertThat(object.getObjectContent().readAllBytes()).isEqualTo(content);
        assertThat(object.getObjectMetadata().getETag()).isEqualTo(etag);
        assertThat(object.getObjectMetadata().getContentType()).isEqualTo("text/plain");
        assertThat(object.getObjectMetadata().getUserMetadata()).containsEntry("owner", "me");
        CRC64 crc = new CRC64();
        crc.update(content, content.length);
        assertThat(object.getServerCRC()).isEqualTo(crc.getValue());
      }
      assertThat(keys(client.oss.listObjects(BUCKET).getObjectSummaries())).containsAll(KEYS);

      List<String> deleted =
          client
              .oss
              .deleteObjects(new DeleteObjectsRequest(BUCKET).withKeys(KEYS))
              .getDeletedObjects();
      assertThat(deleted).containsExactlyInAnyOrderElementsOf(KEYS);
      assertThat(client.oss.doesObjectExist(BUCKET, KEYS.get(0))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void getObject_honoursRangesAndConditions_asAsked(SignVersion version) throws Exception {
    try (Client client = new Client(version)) {
      String etag = client.put("range", "0123456789");

      assertThat(client.range("range", 2, 4)).isEqualTo("234");
      assertThat(client.range("range", 7, -1)).isEqualTo("789");
      assertThat(client.range("range", -1, 3)).isEqualTo("789");

      GetObjectRequest other = new GetObjectRequest(BUCKET, "range");
      other.setMatchingETagConstraints(List.of("AAAA"));
      assertThatThrownBy(() -> client.oss.getObject(other))
          .isInstanceOfSatisfying(
              OSSException.class,
              e -> assertThat(e.getErrorCode()).isEqualTo("PreconditionFailed"));
      GetObjectRequest same = new GetObjectRequest(BUCKET, "range");
      same.setNonmatchingETagConstraints(List.of(etag));
      assertThatThrownBy(() -> client.oss.getObject(same))
          .isInstanceOfSatisfying(
              OSSException.class, e -> assertThat(e.getErrorCode()).contains("NotModified"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void listObjects_pagesAndGroups_inTheOrderOfUtf8(SignVersion version) {
    try (Client client = new Client(version)) {
      for (String key : List.of("l/a", "l/b/1", "l/b/2", "l/c", "l/\uFF5E", "l/\uD83D\uDE00")) {
        client.put(key, "x");
      }
      List<String> found = new ArrayList<>();
      String marker = null;
      do {
        ObjectListing page =
            client.oss.listObjects(new ListObjectsRequest(BUCKET, "l/", marker, "/", 2));
        found.addAll(keys(page.getObjectSummaries()));
        found.addAll(page.getCommonPrefixes());
        assertThat(page.getObjectSummaries().size() + page.getCommonPrefixes().size())
            .isLessThanOrEqualTo(2);
        marker = page.isTruncated() ? page.getNextMarker() : null;
      } while (marker != null);
      assertThat(found).containsExactly("l/a", "l/b/", "l/c", "l/\uFF5E", "l/\uD83D\uDE00");

      List<String> second = new ArrayList<>();
      String token = null;
      do {
        ListObjectsV2Result page =
            client.oss.listObjectsV2(
                new ListObjectsV2Request(BUCKET)
                    .withPrefix("l/")
                    .withStartAfter("l/a")
                    .withContinuationToken(token)
                    .withMaxKeys(2));
        assertThat(page.getKeyCount()).isEqualTo(page.getObjectSummaries().size());
        second.addAll(keys(page.getObjectSummaries()));
        token = page.getNextContinuationToken();
      } while (token != null);
      assertThat(second).containsExactly("l/b/1", "l/b/2", "l/c", "l/\uFF5E", "l/\uD83D\uDE00");
      second.forEach(key -> client.oss.deleteObject(BUCKET, key));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void multipart_makesTheWholeObject_ofPartsAndCopies(SignVersion version) throws Exception {
    try (Client client = new Client(version)) {
      byte[] content = random(300 * 1024 + 17);
      String key = "multi part/模型";
      client.oss.putObject(BUCKET, "source", new ByteArrayInputStream(content));
      InitiateMultipartUploadRequest begin = new InitiateMultipartUploadRequest(BUCKET, key);
      begin.setObjectMetadata(new ObjectMetadata());
      begin.getObjectMetadata().addUserMetadata("a", "b");
      String id = client.oss.initiateMultipartUpload(begin).getUploadId();
      assertThat(
              client
                  .oss
                  .listMultipartUploads(new ListMultipartUploadsRequest(BUCKET))
                  .getMultipartUploads())
          .singleElement()
          .satisfies(u -> assertThat(u.getKey()).isEqualTo(key));

      List<PartETag> tags = new ArrayList<>();
      int part = 100 * 1024;
      UploadPartRequest first = new UploadPartRequest(BUCKET, key);
      first.setUploadId(id);
      first.setPartNumber(1);
      first.setPartSize(part);
      first.setInputStream(new ByteArrayInputStream(content, 0, part));
      tags.add(client.oss.uploadPart(first).getPartETag());
      UploadPartCopyRequest rest = new UploadPartCopyRequest(BUCKET, "source", BUCKET, key);
      rest.setUploadId(id);
      rest.setPartNumber(7);
      rest.setBeginIndex((long) part);
      rest.setPartSize((long) content.length - part);
      tags.add(client.oss.uploadPartCopy(rest).getPartETag());
      assertThat(client.oss.listParts(new ListPartsRequest(BUCKET, key, id)).getParts())
          .extracting(p -> p.getPartNumber() + ":" + p.getSize())
          .containsExactly("1:" + part, "7:" + (content.length - part));

      String etag =
          client
              .oss
              .completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, key, id, tags))
              .getETag();
      assertThat(etag).endsWith("-2");
      OSSObject object = client.oss.getObject(BUCKET, key);
      assertThat(object.getObjectContent().readAllBytes()).isEqualTo(content);
      assertThat(object.getObjectMetadata().getUserMetadata()).containsEntry("a", "b");
      CRC64 crc = new CRC64();
      crc.update(content, content.length);
      assertThat(object.getServerCRC()).isEqualTo(crc.getValue());
      assertThat(client.range(key, part - 1, part)).hasSize(2);

      client.oss.copyObject(new CopyObjectRequest(BUCKET, key, BUCKET, "copy of it"));
      client.oss.deleteObject(BUCKET, key);
      assertThat(client.oss.getObject(BUCKET, "copy of it").getObjectContent().readAllBytes())
          .isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void uploadFile_ofTheSdkItself_works(SignVersion version) throws Throwable {
    try (Client client = new Client(version)) {
      byte[] content = random(1_000_003);
      Path file = Files.write(directory.resolve("file-" + version), content);
      UploadFileRequest request = new UploadFileRequest(BUCKET, "file");
      request.setUploadFile(file.toString());
      request.setPartSize(200 * 1024);
      request.setTaskNum(3);
      client.oss.uploadFile(request);

      assertThat(client.oss.getObject(BUCKET, "file").getObjectContent().readAllBytes())
          .isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void presignedUrl_letsAnyoneIn_untilItExpires(SignVersion version) throws Exception {
    try (Client client = new Client(version)) {
      client.put("signed 模+%", "hello");
      GeneratePresignedUrlRequest request =
          new GeneratePresignedUrlRequest(BUCKET, "signed 模+%", HttpMethod.GET);
      request.setExpiration(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
      URL url = client.oss.generatePresignedUrl(request);
      try (InputStream in = url.openStream()) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello");
      }

      URL forged = new URL(url.toString().replace("signed", "other"));
      HttpURLConnection connection = (HttpURLConnection) forged.openConnection();
      assertThat(connection.getResponseCode()).isEqualTo(403);
      assertThat(new String(connection.getErrorStream().readAllBytes(), UTF_8))
          .contains("<Code>SignatureDoesNotMatch</Code>", "<StringToSign>");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void errors_carryCodeAndIds_asTheRealOnesDo(SignVersion version) {
    try (Client client = new Client(version)) {
      assertThatThrownBy(() -> client.oss.getObject(BUCKET, "nothing"))
          .isInstanceOfSatisfying(
              OSSException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo("NoSuchKey");
                assertThat(e.getRequestId()).hasSize(24);
                assertThat(e.getHostId()).startsWith("127.0.0.1");
              });
      assertThatThrownBy(() -> client.oss.listObjects("no-such-bucket"))
          .isInstanceOfSatisfying(
              OSSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("NoSuchBucket"));
      try (Client stranger = new Client(version, "id", "wrong")) {
        assertThatThrownBy(() -> stranger.oss.listBuckets())
            .isInstanceOfSatisfying(
                OSSException.class,
                e -> assertThat(e.getErrorCode()).isEqualTo("SignatureDoesNotMatch"));
      }
      try (Client stranger = new Client(version, "nobody", "secret")) {
        assertThatThrownBy(() -> stranger.oss.listBuckets())
            .isInstanceOfSatisfying(
                OSSException.class,
                e -> assertThat(e.getErrorCode()).isEqualTo("InvalidAccessKeyId"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"V1", "V4"})
  void buckets_areMadeAndDeleted_whenTheyAreEmpty(SignVersion version) {
    try (Client client = new Client(version)) {
      client.oss.createBucket("another");
      assertThat(client.oss.listBuckets()).extracting(b -> b.getName()).contains("another", BUCKET);
      assertThat(client.oss.getBucketLocation("another")).isEqualTo("oss-cn-beijing");
      assertThat(client.oss.getBucketInfo("another").getBucket().getName()).isEqualTo("another");
      client.oss.putObject("another", "x", new ByteArrayInputStream(new byte[0]));
      assertThatThrownBy(() -> client.oss.deleteBucket("another"))
          .isInstanceOfSatisfying(
              OSSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("BucketNotEmpty"));
      client.oss.deleteObject("another", "x");
      client.oss.deleteBucket("another");
      assertThat(client.oss.doesBucketExist("another")).isFalse();
    }
  }

  private static List<String> keys(List<OSSObjectSummary> summaries) {
    return summaries.stream().map(OSSObjectSummary::getKey).toList();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** A client of the SDK that is shut down when it is closed. */
  private static final class Client implements AutoCloseable {

    private final OSS oss;

    Client(SignVersion version) {
      this(version, "id", "secret");
    }

    Client(SignVersion version, String id, String secret) {
      ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
      configuration.setSignatureVersion(version);
      configuration.setMaxErrorRetry(0);
      this.oss =
          OSSClientBuilder.create()
              .endpoint(server.uri().toString())
              .credentialsProvider(new DefaultCredentialProvider(id, secret))
              .clientConfiguration(configuration)
              .region("cn-beijing")
              .build();
    }

    String put(String key, String text) {
      return oss.putObject(BUCKET, key, new ByteArrayInputStream(text.getBytes(UTF_8))).getETag();
    }

    String range(String key, long first, long last) throws IOException {
      GetObjectRequest request = new GetObjectRequest(BUCKET, key);
      request.setRange(first, last);
      return new String(oss.getObject(request).getObjectContent().readAllBytes(), UTF_8);
    }

    @Override
    public void close() {
      oss.shutdown();
    }
  }
}
