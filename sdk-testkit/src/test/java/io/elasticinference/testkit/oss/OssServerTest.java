package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.testkit.oss.RawClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OssServerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final byte[] NOTHING = {};

  @TempDir Path directory;
  private OssServer server;
  private RawClient client;

  @BeforeEach
  void start() throws IOException {
    server = builder().start();
    client = new RawClient(server.uri());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private OssServer.Builder builder() {
    return OssServer.builder(directory.resolve("oss"))
        .credential(OssCredential.of("id", "secret"))
        .bucket("models")
        .clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void request_isLetIn_whenItsClockIsOffByLessThanFifteenMinutes() throws IOException {
    assertThat(list(NOW.minus(Duration.ofMinutes(14))).status()).isEqualTo(200);
    assertThat(list(NOW.plus(Duration.ofMinutes(14))).status()).isEqualTo(200);
  }

  @Test
  void request_isTooSkewed_whenItsClockIsOffByMore() throws IOException {
    for (Duration off : new Duration[] {Duration.ofMinutes(-16), Duration.ofMinutes(16)}) {
      Answer answer = list(NOW.plus(off));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body())
          .contains(
              "<Code>RequestTimeTooSkewed</Code>",
              "<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>",
              "<ServerTime>2026-11-24T10:00:00.000Z</ServerTime>");
    }
  }

  @Test
  void request_isDenied_whenItHasNoDateOrNoSignature() throws IOException {
    Map<String, String> noDate = RawClient.signed("GET", "/models/", "secret", Map.of());
    assertThat(client.send("GET", "/models/", noDate, NOTHING).body())
        .contains("<Code>AccessDenied</Code>", "valid Date");
    assertThat(client.send("GET", "/models/a", Map.of(), NOTHING).body())
        .contains("<Code>AccessDenied</Code>", "bucket acl");
    assertThat(client.send("GET", "/", Map.of("Authorization", "Basic x"), NOTHING).status())
        .isEqualTo(400);
    assertThat(client.send("GET", "/", Map.of("Authorization", "OSS id"), NOTHING).status())
        .isEqualTo(400);
  }

  @Test
  void url_isRefused_whenItHasExpiredOrLacksAParameter() throws IOException {
    put("a", "hello");
    String good = url("a", NOW.plusSeconds(1));
    assertThat(client.send("GET", good, Map.of(), NOTHING).body()).isEqualTo("hello");

    Answer expired = client.send("GET", url("a", NOW.minusSeconds(1)), Map.of(), NOTHING);
    assertThat(expired.status()).isEqualTo(403);
    assertThat(expired.body()).contains("Request has expired", "<EC>0002-00000069</EC>");
    Answer partial = client.send("GET", good.replaceAll("&Signature=.*", ""), Map.of(), NOTHING);
    assertThat(partial.body()).contains("requires the Signature, Expires and OSSAccessKeyId");
  }

  @Test
  void v4_isRefused_whenScopeOrFormAreWrong() throws IOException {
    Map<String, String> codes =
        Map.of(
            "id/20261124/cn-hangzhou/oss/aliyun_v4_request", "Invalid signing region",
            "id/20261123/cn-beijing/oss/aliyun_v4_request", "Invalid signing date",
            "id/20261124/cn-beijing/sls/aliyun_v4_request", "Invalid signing product",
            "id/20261124/cn-beijing", "Credential field",
            "id/20261124/cn-beijing/oss/aliyun_v4_request", "SignatureDoesNotMatch");
    for (Map.Entry<String, String> each : codes.entrySet()) {
      String authorization = "OSS4-HMAC-SHA256 Credential=" + each.getKey() + ",Signature=00";
      Map<String, String> headers =
          Map.of("Authorization", authorization, "x-oss-date", "20261124T100000Z");
      assertThat(client.send("GET", "/", headers, NOTHING).body()).contains(each.getValue());
    }
  }

  @Test
  void temporaryCredential_needsItsToken_andExpires() throws IOException {
    server.accept(OssCredential.of("id", "secret").temporary("token", NOW.plusSeconds(60)));
    assertThat(get("a").body()).contains("<Code>InvalidAccessKeyId</Code>");
    assertThat(get("a", Map.of("x-oss-security-token", "other")).body())
        .contains("<Code>InvalidSecurityToken</Code>");
    assertThat(get("a", Map.of("x-oss-security-token", "token")).body())
        .contains("<Code>NoSuchKey</Code>");

    server.accept(OssCredential.of("id", "secret").temporary("token", NOW));
    assertThat(get("a", Map.of("x-oss-security-token", "token")).body())
        .contains("<Code>SecurityTokenExpired</Code>");
    server.revoke("id");
    assertThat(get("a", Map.of("x-oss-security-token", "token")).body())
        .contains("<Code>InvalidAccessKeyId</Code>");
  }

  @Test
  void readOnlyCredential_mayRead_andNothingElse() throws IOException {
    put("a", "hello");
    server.accept(OssCredential.of("id", "secret").readOnly());

    assertThat(get("a").body()).isEqualTo("hello");
    assertThat(put("a", "other").body()).contains("<Code>AccessDenied</Code>");
    assertThat(send("DELETE", "/models/a", Map.of(), NOTHING).status()).isEqualTo(403);
    assertThat(send("PUT", "/another/", "/another/", Map.of(), NOTHING).status()).isEqualTo(403);
  }

  @Test
  void bucket_isFound_inTheHostName() throws IOException {
    put("a b", "hello");
    String host = "models.localhost:" + server.uri().getPort();

    assertThat(send("GET", "/a%20b", "/models/a b", Map.of("Host", host), NOTHING).body())
        .isEqualTo("hello");
  }

  @Test
  void error_isInAHeader_whereNoBodyMayFollow() throws IOException {
    Answer answer = send("HEAD", "/models/nothing", Map.of(), NOTHING);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
    assertThat(new String(Base64.getDecoder().decode(answer.header("x-oss-err")), UTF_8))
        .contains(
            "<Code>NoSuchKey</Code>", "<Key>nothing</Key>", answer.header("x-oss-request-id"));
  }

  @Test
  void put_takesLargeBodies_wholeAndChunked() throws IOException {
    byte[] large = new byte[9_000_001];
    Arrays.fill(large, (byte) 'x');
    Answer answer = send("PUT", "/models/large", Map.of(), large);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(get("large").body()).hasSize(large.length);
    assertThat(send("PUT", "/models/none", Map.of(), NOTHING).body())
        .contains("<Code>MissingContentLength</Code>");
  }

  @Test
  void put_leavesNothing_whenTheClientGoesAway() throws IOException {
    put("a", "before");
    Map<String, String> headers = signed("PUT", "/models/a", Map.of());
    try (Socket socket = client.open("PUT", "/models/a", headers, 1_000_000)) {
      socket.getOutputStream().write(new byte[400_000]);
      socket.getOutputStream().flush();
      Awaitility.await().until(() -> blobs() == 2);
    }
    Awaitility.await().until(() -> blobs() == 1);
    assertThat(get("a").body()).isEqualTo("before");
  }

  @Test
  void faults_areWordedAsOssWordsThem_andCounted() throws IOException {
    server.faults().next(1).when(r -> r.method().equals("GET")).status(503);
    server.faults().next(1).when(r -> r.method().equals("HEAD")).status(500);
    put("a", "hello");

    Answer unavailable = get("a");
    assertThat(unavailable.status()).isEqualTo(503);
    assertThat(unavailable.body()).contains("<Code>ServiceUnavailable</Code>", "<RequestId>");
    assertThat(send("HEAD", "/models/a", Map.of(), NOTHING).header("x-oss-err")).isNotEmpty();
    assertThat(get("a").body()).isEqualTo("hello");
    server.faults().next(1).truncate(3);
    assertThat(get("a").body()).isEqualTo("hel");
  }

  @Test
  void objects_areThere_whenTheServerStartsAgain() throws IOException {
    put("a", "hello");
    server.close();

    server = builder().start();
    client = new RawClient(server.uri());
    assertThat(get("a").body()).isEqualTo("hello");
    assertThatThrownBy(() -> builder().start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("held by another");
  }

  @Test
  void withoutMd5_tagsAreOther_butDigestsAreStillChecked() throws IOException {
    server.close();
    server = builder().withoutMd5().start();
    client = new RawClient(server.uri());
    Answer answer = put("a", "hello");

    assertThat(answer.header("ETag")).matches("\"[0-9A-F]{16}-5\"");
    assertThat(answer.header("Content-MD5")).isEmpty();
    assertThat(
            send(
                    "PUT",
                    "/models/a",
                    Map.of("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
                    "x".getBytes(UTF_8))
                .body())
        .contains("<Code>InvalidDigest</Code>");
    assertThat(get("a").body()).isEqualTo("hello");
  }

  @Test
  void put_isAskedToGoOn_beforeItsBodyIsSent() throws IOException {
    Map<String, String> headers = signed("PUT", "/models/a", Map.of("Expect", "100-continue"));
    try (Socket socket = client.open("PUT", "/models/a", headers, 5)) {
      assertThat(head(socket)).startsWith("HTTP/1.1 100 Continue\r\n");
      socket.getOutputStream().write("hello".getBytes(UTF_8));
      assertThat(head(socket)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(get("a").body()).isEqualTo("hello");
  }

  @Test
  void put_isRefused_beforeItsBodyIsSent_whenItIsTooLargeOrNotLetIn() throws IOException {
    Map<String, String> large = signed("PUT", "/models/a", Map.of("Expect", "100-continue"));
    try (Socket socket = client.open("PUT", "/models/a", large, (5L << 30) + 1)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("HTTP/1.1 400", "<Code>EntityTooLarge</Code>", "<MaxSizeAllowed>5368709120");
    }
    Map<String, String> stranger =
        RawClient.signed(
            "PUT", "/models/a", "x", Map.of("Expect", "100-continue", "Date", RawClient.date(NOW)));
    try (Socket socket = client.open("PUT", "/models/a", stranger, 5)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("HTTP/1.1 403", "<StringToSign>PUT", "<StringToSignBytes>50 55 54");
    }
  }

  @Test
  void request_isRefused_whenItAsksForWhatIsNotServed() throws IOException {
    put("a", "hello");
    for (String name : new String[] {"symlink", "restore", "versions", "objectInfo", "nonsense"}) {
      Answer answer = send("GET", "/models/a?" + name, Map.of(), NOTHING);
      // Names that are part of no signature are not signed.
      answer = answer.status() == 403 ? send("GET", "/models/a?" + name, "/models/a") : answer;
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.body()).contains("<Code>NotImplemented</Code>", name);
    }
    assertThat(send("DELETE", "/models/a?acl", Map.of(), NOTHING).body())
        .contains("<Code>MethodNotAllowed</Code>");
    assertThat(send("PATCH", "/models/a", Map.of(), NOTHING).status()).isEqualTo(405);
    Map<String, String> streaming = Map.of("Content-Encoding", "aws-chunked");
    assertThat(send("PUT", "/models/a", streaming, "x".getBytes(UTF_8)).body())
        .contains("<Code>InvalidArgument</Code>", "aws-chunked");
    assertThat(get("a").body()).isEqualTo("hello");
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  private Answer send(String method, String path, String resource) throws IOException {
    return send(method, path, resource, Map.of(), NOTHING);
  }

  @Test
  void start_refuses_aNameThatIsNoneOfABucket() {
    assertThatThrownBy(
            () -> OssServer.builder(directory.resolve("other")).bucket("No_Bucket").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No_Bucket");
  }

  private Answer list(Instant date) throws IOException {
    return send("GET", "/models/", Map.of("Date", RawClient.date(date)), NOTHING);
  }

  private Answer put(String key, String text) throws IOException {
    return send(
        "PUT",
        "/models/" + key.replace(" ", "%20"),
        "/models/" + key,
        Map.of(),
        text.getBytes(UTF_8));
  }

  private Answer get(String key) throws IOException {
    return get(key, Map.of());
  }

  private Answer get(String key, Map<String, String> headers) throws IOException {
    return send("GET", "/models/" + key, headers, NOTHING);
  }

  private Answer send(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    return send(method, path, path, headers, body);
  }

  private Answer send(
      String method, String path, String resource, Map<String, String> headers, byte[] body)
      throws IOException {
    return client.send(method, path, signed(method, resource, headers), body);
  }

  private static Map<String, String> signed(
      String method, String resource, Map<String, String> headers) {
    Map<String, String> dated = new HashMap<>(headers);
    dated.putIfAbsent("Date", RawClient.date(NOW));
    return RawClient.signed(method, resource, "secret", dated);
  }

  private static String url(String key, Instant expires) {
    long second = expires.getEpochSecond();
    String signature =
        RawClient.sign("secret", "GET\n\n\n" + second + "\n/models/" + key)
            .replace("+", "%2B")
            .replace("/", "%2F")
            .replace("=", "%3D");
    return "/models/" + key + "?OSSAccessKeyId=id&Expires=" + second + "&Signature=" + signature;
  }

  private long blobs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("oss/blobs"))) {
      return files.count();
    }
  }
}
