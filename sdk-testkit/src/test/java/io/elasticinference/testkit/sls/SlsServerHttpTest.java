package io.elasticinference.testkit.sls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.testkit.sls.internal.client.SlsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol byte by byte: requests are written to the socket and signed by this test. */
class SlsServerHttpTest {

  private static final String PROJECT = "k8s-log-c1";
  private static final String QUERY_PATH =
      "/logstores/nginx-ingress?from=1&query=%2A%20and%20url%3A%20%22a%2Bb%22&to=2000000000&type=log";
  private static final String SIGNED_PATH =
      "/logstores/nginx-ingress?from=1&query=* and url: \"a+b\"&to=2000000000&type=log";

  private volatile Instant now = Instant.now();
  private SlsServer sls;

  @BeforeEach
  void start() {
    InstantSource clock = () -> now;
    sls = SlsServer.builder().accessKey("id", "secret").clock(clock).start();
    sls.createProject(PROJECT);
    sls.createLogstore(PROJECT, "nginx-ingress");
  }

  @AfterEach
  void stop() {
    sls.close();
  }

  private String send(String request) throws IOException {
    return send(request, new byte[0]);
  }

  private String send(String request, byte[] body) throws IOException {
    try (Socket socket = new Socket(sls.uri().getHost(), sls.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(UTF_8));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(UTF_8);
    }
  }

  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC));
  }

  private static String hmacSha1(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(String method, String path, String signedPath, String host) {
    String text =
        method
            + "\n\n\n"
            + date()
            + "\nx-log-apiversion:0.6.0\nx-log-bodyrawsize:0\nx-log-signaturemethod:hmac-sha1\n"
            + signedPath;
    return method
        + " "
        + path
        + " HTTP/1.1\nHost: "
        + host
        + "\nConnection: close\nDate: "
        + date()
        + "\nx-log-apiversion: 0.6.0\nx-log-bodyrawsize: 0\nx-log-signaturemethod: hmac-sha1\n"
        + "Authorization: LOG id:"
        + hmacSha1(text)
        + "\n\n";
  }

  @ParameterizedTest
  @CsvSource({
    "'',k8s-log-c1.cn-beijing.log.aliyuncs.com",
    "'',k8s-log-c1.localhost:1234",
    "'',k8s-log-c1.127.0.0.1:99",
    "http://k8s-log-c1.cn-beijing.log.aliyuncs.com,k8s-log-c1.cn-beijing.log.aliyuncs.com",
    "http://k8s-log-c1.anything.example:80,k8s-log-c1.anything.example:80",
  })
  void get_isAnswered_whateverTheEndpoint_directlyAndAsProxy(String prefix, String host)
      throws IOException {
    sls.append(PROJECT, "nginx-ingress", Map.of("url", "/a+b?q", "status", "200"));
    sls.append(PROJECT, "nginx-ingress", Map.of("url", "/other"));

    String answer = send(signed("GET", prefix + QUERY_PATH, SIGNED_PATH, host));

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("\"status\":\"200\"")
        .doesNotContain("other");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("x-log-progress: complete\r\n")
        .contains("x-log-count: 1\r\n")
        .contains("x-log-requestid: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:1", "localhost", "cn-beijing.log.aliyuncs.com", "nosuch.localhost"})
  void get_isRefused_whenTheHostNamesNoProject(String host) throws IOException {
    assertThat(send(signed("GET", QUERY_PATH, SIGNED_PATH, host)))
        .containsAnyOf("\"errorCode\":\"InvalidHost\"", "\"errorCode\":\"ProjectNotExist\"");
  }

  @Test
  void get_isRefused_whenAnythingSignedWasChanged() throws IOException {
    String host = PROJECT + ".localhost";
    String good = signed("GET", QUERY_PATH, SIGNED_PATH, host);
    assertThat(send(good)).startsWith("HTTP/1.1 200");
    for (String bad :
        List.of(
            good.replace("from=1", "from=2"),
            good.replace("GET", "DELETE"),
            good.replace("x-log-bodyrawsize: 0", "x-log-bodyrawsize: 1"),
            good.replace("\nx-log-apiversion", "\nx-acs-security-token: t\nx-log-apiversion"),
            good.replace("\nDate", "\nContent-Type: text/plain\nDate"),
            good.replace("nginx-ingress?", "nginx-ingress/index?"))) {
      assertThat(send(bad))
          .startsWith("HTTP/1.1 401")
          .contains("{\"errorCode\":\"SignatureNotMatch\",\"errorMessage\":\"Signature ");
    }
  }

  @Test
  void get_isRefused_whenItIsNotSigned() throws IOException {
    String host = "Host: " + PROJECT + ".localhost\nConnection: close\n";
    assertThat(send("GET / HTTP/1.1\n" + host + "\n"))
        .startsWith("HTTP/1.1 401")
        .contains("Unauthorized");
    for (String header :
        List.of("Basic aWQ6c2VjcmV0", "LOG id", "SLS4-HMAC-SHA256 Credential=id", "LOG id:x y")) {
      assertThat(send("GET / HTTP/1.1\n" + host + "Authorization: " + header + "\n\n"))
          .startsWith("HTTP/1.1 400")
          .contains("ParameterInvalid");
    }
  }

  @Test
  void get_isRefused_whenItsTimeIsMoreThanAQuarterOfAnHourOff() throws IOException {
    String request = signed("GET", QUERY_PATH, SIGNED_PATH, PROJECT + ".localhost");
    now = now.plus(Duration.ofMinutes(14));
    assertThat(send(request)).startsWith("HTTP/1.1 200");
    now = now.plus(Duration.ofMinutes(2));
    assertThat(send(request)).startsWith("HTTP/1.1 400").contains("RequestTimeExpired");
    assertThat(send(request.replaceFirst("Date: [^\n]*", "Date: yesterday")))
        .contains("InvalidRequestTime");
  }

  private String post(String type, byte[] body, String extraHeader) throws Exception {
    String md5 =
        HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("MD5").digest(body));
    String path = "/logstores/nginx-ingress/shards/lb";
    String extra = extraHeader.isEmpty() ? "" : extraHeader + "\n";
    String text =
        "POST\n"
            + md5
            + "\n"
            + type
            + "\n"
            + date()
            + "\nx-log-apiversion:0.6.0\nx-log-bodyrawsize:"
            + body.length
            + "\n"
            + extra.replace(": ", ":")
            + "x-log-signaturemethod:hmac-sha1\n"
            + path;
    return "POST "
        + path
        + " HTTP/1.1\nHost: "
        + PROJECT
        + ".localhost\nConnection: close\nContent-Type: "
        + type
        + "\nContent-MD5: "
        + md5
        + "\nContent-Length: "
        + body.length
        + "\nDate: "
        + date()
        + "\nx-log-apiversion: 0.6.0\nx-log-bodyrawsize: "
        + body.length
        + "\n"
        + extra
        + "x-log-signaturemethod: hmac-sha1\nAuthorization: LOG id:"
        + hmacSha1(text)
        + "\n\n";
  }

  @Test
  void putLogs_takesJson() throws Exception {
    byte[] body =
        ("{\"__topic__\":\"t\",\"__source__\":\"s\",\"__tags__\":{\"a\":\"b\"},\"__logs__\":[{\"__time__\":1700000000,"
                + "\"url\":\"/a+b\",\"status\":404}]}")
            .getBytes(UTF_8);
    assertThat(send(post("application/json", body, ""), body)).startsWith("HTTP/1.1 200");
    assertThat(send(signed("GET", QUERY_PATH, SIGNED_PATH, PROJECT + ".localhost")))
        .contains(
            "\"__time__\":\"1700000000\"",
            "\"__topic__\":\"t\"",
            "\"__tag__:a\":\"b\"",
            "\"status\":\"404\"");
  }

  @Test
  void putLogs_isRefused_whenTheBodyIsNotWhatItSays() throws Exception {
    byte[] body = "{\"__logs__\":[7]}".getBytes(UTF_8);
    assertThat(send(post("application/json", body, ""), body)).contains("PostBodyInvalid");
    assertThat(send(post("application/x-protobuf", body, ""), body)).contains("PostBodyInvalid");
    assertThat(send(post("text/plain", body, ""), body)).contains("InvalidContentType");
    for (String compression : List.of("lz4", "deflate", "zstd")) {
      String header = "x-log-compresstype: " + compression;
      assertThat(send(post("application/x-protobuf", body, header), body))
          .startsWith("HTTP/1.1 400")
          .contains("PostBodyUncompressError");
    }
    assertThat(send(post("application/x-protobuf", body, "x-log-compresstype: rar"), body))
        .contains("InvalidCompressType");
    byte[] other = "{\"__logs__\":[8]}".getBytes(UTF_8);
    assertThat(send(post("application/json", body, ""), other)).contains("Content-MD5");
  }

  @Test
  void anythingElse_isRefused_andSaysThatItIsNotPlayed() throws IOException {
    String host = PROJECT + ".localhost";
    for (String path :
        List.of("/machinegroups", "/logstores/nginx-ingress/shards", "/logstores/a/b/c/d/e")) {
      assertThat(send(signed("GET", path, path, host)))
          .startsWith("HTTP/1.1 501")
          .contains("not played");
    }
  }

  @Test
  void log_isFoundOnlyAfterTheIndexingDelay() throws IOException {
    sls.indexingDelay(Duration.ofSeconds(3));
    sls.append(PROJECT, "nginx-ingress", Map.of("url", "/a+b"));
    assertThat(send(signed("GET", QUERY_PATH, SIGNED_PATH, PROJECT + ".localhost"))).endsWith("[]");
    now = now.plusSeconds(3);
    assertThat(send(signed("GET", QUERY_PATH, SIGNED_PATH, PROJECT + ".localhost"))).endsWith("}]");
  }

  @Test
  void client_ofTheLocalCloud_readsWhatWasWritten() throws Exception {
    SlsClient client =
        new SlsClient(sls.uri(), "cn-beijing-intranet.log.aliyuncs.com", "id", "secret");
    sls.append(PROJECT, "nginx-ingress", Map.of("url", "/ü+\"quoted\" %41"));
    SlsClient.Logs logs =
        client.getLogs(
            PROJECT, "nginx-ingress", 1, 2_000_000_000, "* | select url, count(1) c group by url");
    assertThat(logs.complete()).isTrue();
    assertThat(logs.rows().get(0).getAsJsonObject().get("url").getAsString())
        .isEqualTo("/ü+\"quoted\" %41");
    assertThatThrownBy(() -> client.getLogs(PROJECT, "nosuch", 1, 2, "*"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404 LogStoreNotExist");
    assertThatThrownBy(() -> client.getLogs(PROJECT, "nginx-ingress", 2, 2, "*"))
        .hasMessageContaining("ParameterInvalid")
        .hasMessageContaining("time range");
  }

  @Test
  void start_refuses_whenThereIsNoKey() {
    assertThatThrownBy(() -> SlsServer.builder().start()).hasMessageContaining("accessKey");
  }

  @Test
  void create_refuses_whenTheNameIsTakenOrWrong() {
    assertThatThrownBy(() -> sls.createProject(PROJECT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sls.createProject("A b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sls.createLogstore(PROJECT, "nginx-ingress"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sls.append(PROJECT, "nosuch", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
