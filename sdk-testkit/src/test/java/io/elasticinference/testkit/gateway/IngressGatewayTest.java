package io.elasticinference.testkit.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.elasticinference.testkit.sls.LogIndex;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngressGatewayTest {

  private static final ServicePort SERVICE = new ServicePort("default", "bert", 8501);

  private final List<AccessLogRow> log = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private IngressGateway gateway;
  private HttpClient client;

  @BeforeEach
  void start() {
    gateway =
        IngressGateway.builder()
            .logTo(log::addAll)
            .batchInterval(Duration.ofMillis(20))
            .upstreamTimeout(Duration.ofMillis(700))
            .start();
    open.add(gateway);
    gateway
        .routes()
        .update(List.of(IngressRule.of("test.example.com", "/", PathType.PREFIX, SERVICE)));
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), gateway.uri().getPort())))
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private Pod pod(Pod pod) {
    open.add(pod);
    return pod;
  }

  private void ready(Pod... pods) {
    gateway.routes().endpoints(SERVICE, Arrays.stream(pods).map(Pod::upstream).toList());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://test.example.com" + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  /** A client may have its answer a moment before the gateway has ended the request. */
  private List<Map<String, String>> rows(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> log.size() >= count);
    assertThat(log).hasSize(count);
    return log.stream().map(AccessLogRow::fields).toList();
  }

  private String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(UTF_8);
    }
  }

  @Test
  void request_reachesAPodAndIsLogged() throws Exception {
    Pod pod = pod(Pod.saying("hello"));
    ready(pod);
    Instant before = Instant.now();
    String request =
        """
        GET /v1/models/m:predict?a=%20b HTTP/1.1
        Host: test.example.com:80
        User-Agent: curl/8
        Referer: http://r
        X-Request-ID: abc-1
        Connection: close

        """;
    String answer = raw(request);

    assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nhello");
    Map<String, String> row = rows(1).get(0);
    assertThat(row.keySet())
        .containsExactlyInAnyOrderElementsOf(LogIndex.nginxIngress().fields().keySet());
    assertThat(row)
        .containsEntry("client_ip", "127.0.0.1")
        .containsEntry("method", "GET")
        .containsEntry("url", "/v1/models/m:predict?a=%20b")
        .containsEntry("version", "HTTP/1.1")
        .containsEntry("status", "200")
        .containsEntry("body_bytes_sent", "5")
        .containsEntry("http_referer", "http://r")
        .containsEntry("http_user_agent", "curl/8")
        .containsEntry("request_length", String.valueOf(request.replace("\n", "\r\n").length()))
        .containsEntry("proxy_upstream_name", "default-bert-8501")
        .containsEntry("proxy_alternative_upstream_name", "")
        .containsEntry("upstream_addr", pod.upstream().name())
        .containsEntry("upstream_response_length", "5")
        .containsEntry("upstream_status", "200")
        .containsEntry("req_id", "abc-1")
        .containsEntry("host", "test.example.com");
    assertThat(row.get("time")).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(row.get("request_time")).matches("\\d+\\.\\d{3}");
    assertThat(Double.parseDouble(row.get("upstream_response_time")))
        .isLessThanOrEqualTo(Double.parseDouble(row.get("request_time")) + 0.001);
    assertThat(log.get(0).time()).isBetween(before, Instant.now());
  }

  @Test
  void requestTime_isWhatThePodTakes() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  boolean never = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                  assertThat(never).isFalse();
                  exchange.getResponseSender().send("late");
                })));
    get("/");
    assertThat(Double.parseDouble(rows(1).get(0).get("request_time")))
        .isCloseTo(0.25, within(0.15));
    assertThat(Double.parseDouble(rows(1).get(0).get("upstream_response_time")))
        .isCloseTo(0.25, within(0.15));
  }

  @Test
  void request_isAnswered404_withoutARule() throws Exception {
    String answer = raw("GET / HTTP/1.1\nHost: other.example.com\nConnection: close\n\n");
    assertThat(answer).startsWith("HTTP/1.1 404").endsWith("default backend - 404");
    assertThat(rows(1).get(0))
        .containsEntry("status", "404")
        .containsEntry("proxy_upstream_name", "upstream-default-backend")
        .containsEntry("upstream_addr", "-");
  }

  @Test
  void request_isAnswered503_andLoggedUnderItsRoute_whenNoPodIsReady() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(rows(1).get(0))
        .containsEntry("status", "503")
        .containsEntry("proxy_upstream_name", "default-bert-8501")
        .containsEntry("upstream_status", "-");
  }

  @Test
  void request_goesToTheNextPod_whenOneCannotBeConnectedTo() throws Exception {
    Pod dead = pod(Pod.saying("never"));
    Pod living = pod(Pod.saying("hello"));
    ready(dead, living);
    String deadName = dead.upstream().name();
    dead.close();
    HttpResponse<String> answer =
        client.send(
            request("/").POST(BodyPublishers.ofString("body")).build(), BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(rows(1).get(0))
        .containsEntry("upstream_addr", deadName + ", " + living.upstream().name())
        .containsEntry("upstream_status", "502, 200")
        .containsEntry("upstream_response_length", "0, 5");
  }

  @Test
  void request_isAnswered502_whenNoPodCanBeConnectedTo() throws Exception {
    Pod dead = pod(Pod.saying("never"));
    ready(dead);
    dead.close();
    assertThat(get("/").statusCode()).isEqualTo(502);
    assertThat(rows(1).get(0)).containsEntry("upstream_status", "502, 502, 502");
  }

  /** Reads a request's head, then closes without an answer. */
  private AtomicInteger closing() throws IOException {
    ServerSocket server = new ServerSocket(0);
    open.add(server);
    AtomicInteger connections = new AtomicInteger();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    assertThat(socket.getInputStream().read(new byte[10])).isPositive();
                  }
                }
              } catch (IOException e) {
                assertThat(server.isClosed()).isTrue();
              }
            });
    thread.start();
    gateway.routes().endpoints(SERVICE, List.of(Upstream.of("127.0.0.1", server.getLocalPort())));
    return connections;
  }

  @Test
  void get_isRepeated_andPostIsNot_whenThePodClosesWithoutAnAnswer() throws Exception {
    AtomicInteger connections = closing();
    assertThat(get("/").statusCode()).isEqualTo(502);
    assertThat(connections).hasValue(3);
    HttpRequest post = request("/").POST(BodyPublishers.ofString("{}")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
    assertThat(connections).hasValue(4);
    assertThat(rows(2))
        .extracting(row -> row.get("upstream_status"))
        .containsExactly("502, 502, 502", "502");
  }

  @Test
  void request_isAnswered504_whenThePodTakesTooLong() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    ready(pod(new Pod(exchange -> held.await())));
    assertThat(get("/").statusCode()).isEqualTo(504);
    held.countDown();
    assertThat(rows(1).get(0))
        .containsEntry("status", "504")
        .containsEntry("upstream_status", "504");
  }

  @Test
  void answer_isCut_whenThePodBreaksOff_andIsLoggedAllTheSame() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  exchange.setResponseContentLength(1_000_000);
                  exchange.getOutputStream().write(new byte[10_000]);
                  exchange.getOutputStream().flush();
                  exchange.getConnection().close();
                })));
    assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class);
    assertThat(rows(1).get(0))
        .containsEntry("status", "200")
        .containsEntry("upstream_status", "200");
  }

  @Test
  void connection_toAPodIsKept() throws Exception {
    Pod pod = pod(Pod.saying("x"));
    ready(pod);
    for (int i = 0; i < 50; i++) {
      assertThat(get("/").statusCode()).isEqualTo(200);
    }
    assertThat(pod.requests).hasValue(50);
    assertThat(pod.connections).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void connection_isReplaced_whenThePodHasClosedItMeanwhile() throws Exception {
    Pod pod =
        pod(
            new Pod(
                exchange -> {
                  exchange.setPersistent(false);
                  exchange.getResponseSender().send("x");
                }));
    ready(pod);
    for (int i = 0; i < 20; i++) {
      HttpRequest post = request("/").POST(BodyPublishers.ofString("{}")).build();
      assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(pod.connections).hasSize(20);
  }

  @Test
  void pods_takeTurns() throws Exception {
    Pod one = pod(Pod.saying("1"));
    Pod two = pod(Pod.saying("2"));
    ready(one, two);
    for (int i = 0; i < 20; i++) {
      get("/");
    }
    assertThat(one.requests).hasValue(10);
    assertThat(two.requests).hasValue(10);
  }

  @Test
  void bodies_areStreamedWhole_bothWays_chunkedAndNot() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  byte[] body = exchange.getInputStream().readAllBytes();
                  exchange
                      .getResponseHeaders()
                      .put(
                          new HttpString("X-Encoding"),
                          exchange.getRequestHeaders().contains(Headers.CONTENT_LENGTH)
                              ? "length"
                              : "chunked");
                  if (exchange.getQueryString().equals("length")) {
                    exchange.setResponseContentLength(body.length);
                  }
                  exchange.getOutputStream().write(body);
                })));
    byte[] body = new byte[5_000_000];
    new Random(5).nextBytes(body);
    for (String answer : List.of("?length", "")) {
      HttpRequest whole = request("/" + answer).POST(BodyPublishers.ofByteArray(body)).build();
      HttpResponse<byte[]> one = client.send(whole, BodyHandlers.ofByteArray());
      assertThat(one.headers().firstValue("X-Encoding")).contains("length");
      assertThat(one.body()).isEqualTo(body);
      HttpRequest chunked =
          request("/" + answer)
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      HttpResponse<byte[]> two = client.send(chunked, BodyHandlers.ofByteArray());
      assertThat(two.headers().firstValue("X-Encoding")).contains("chunked");
      assertThat(two.body()).isEqualTo(body);
    }
    for (Map<String, String> row : rows(4)) {
      assertThat(row).containsEntry("body_bytes_sent", "5000000");
      assertThat(Long.parseLong(row.get("request_length"))).isBetween(5_000_000L, 5_001_000L);
    }
  }

  @Test
  void answers_withoutBody_arePassedOn() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  exchange.setStatusCode(Integer.parseInt(exchange.getQueryString()));
                  exchange.getResponseHeaders().put(Headers.ETAG, "\"e\"");
                })));
    for (int status : new int[] {204, 304, 200}) {
      HttpResponse<String> answer = get("/?" + status);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("ETag")).contains("\"e\"");
      assertThat(answer.body()).isEmpty();
      HttpRequest head = request("/?" + status).method("HEAD", BodyPublishers.noBody()).build();
      assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void expect100_isAnswered_beforeTheBody() throws Exception {
    ready(
        pod(
            new Pod(
                exchange ->
                    exchange.getOutputStream().write(exchange.getInputStream().readAllBytes()))));
    HttpRequest post =
        request("/").expectContinue(true).POST(BodyPublishers.ofString("body")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("body");
  }

  @Test
  void headers_areThoseOfNginx_andTheClientCannotForgeThem() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  StringBuilder text = new StringBuilder();
                  exchange
                      .getRequestHeaders()
                      .forEach(
                          v ->
                              text.append(v.getHeaderName())
                                  .append(": ")
                                  .append(String.join(",", v))
                                  .append('\n'));
                  exchange.getResponseHeaders().put(new HttpString("Keep-Alive"), "timeout=1");
                  exchange.getResponseSender().send(text.toString());
                })));
    String answer =
        raw(
            """
            GET / HTTP/1.1
            Host: test.example.com:8080
            X-Forwarded-For: 6.6.6.6
            X-Real-IP: 6.6.6.6
            Proxy-Connection: x
            TE: trailers
            X-Mine: kept
            Connection: close

            """);
    assertThat(answer)
        .contains(
            "Host: test.example.com:8080\n",
            "X-Forwarded-For: 127.0.0.1\n",
            "X-Real-IP: 127.0.0.1\n",
            "X-Forwarded-Host: test.example.com:8080\n",
            "X-Forwarded-Port: 8080\n",
            "X-Forwarded-Proto: http\n",
            "X-Mine: kept\n")
        .containsPattern("X-Request-ID: [0-9a-f]{32}\n")
        .doesNotContain("6.6.6.6", "Proxy-Connection", "TE:");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("keep-alive: timeout");
  }

  @Test
  void path_cannotEscapeItsPrefix() throws Exception {
    gateway
        .routes()
        .update(List.of(IngressRule.of("test.example.com", "/open", PathType.PREFIX, SERVICE)));
    ready(pod(Pod.saying("x")));
    assertThat(raw("GET /open/../secret HTTP/1.1\nHost: test.example.com\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 404");
    assertThat(raw("GET /secret/../open HTTP/1.1\nHost: test.example.com\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void body_isRefused413_whenItIsTooLarge() throws Exception {
    ready(
        pod(
            new Pod(
                exchange ->
                    exchange.getOutputStream().write(exchange.getInputStream().readAllBytes()))));
    String head =
        "POST / HTTP/1.1\nHost: test.example.com\nContent-Length: 20971521\nConnection: close\n\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 413");
    HttpRequest chunked =
        request("/")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[21 << 20])))
            .build();
    assertThatThrownBy(() -> check413(client.send(chunked, BodyHandlers.ofString())))
        .isInstanceOfAny(IOException.class, IllegalStateException.class);
    assertThat(rows(2)).extracting(row -> row.get("status")).containsExactly("413", "413");
  }

  @Test
  void connection_isNotUsedAgain_whenThePodHasAnsweredTooEarly() throws Exception {
    Pod pod = pod(Pod.saying("early"));
    ready(pod);
    for (int i = 0; i < 5; i++) {
      HttpRequest post = request("/").POST(BodyPublishers.ofByteArray(new byte[4 << 20])).build();
      assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("early");
      assertThat(get("/").body()).isEqualTo("early");
    }
  }

  @Test
  void client_thatGoesAway_freesThePod() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ready(
        pod(
            new Pod(
                exchange -> {
                  try {
                    exchange.getInputStream().readAllBytes();
                  } catch (IOException e) {
                    gone.countDown();
                    throw e;
                  }
                })));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.uri().getPort())) {
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: test.example.com\r\nContent-Length: 100\r\n\r\nxx"
                  .getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(rows(1).get(0))
        .containsEntry("status", "499")
        .containsEntry("upstream_status", "499");
  }

  /** A client that still writes may find the connection closed before it reads the answer. */
  private static void check413(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    throw new IllegalStateException("refused as expected");
  }

  @Test
  void fault_isInjectedAndLogged() throws Exception {
    ready(pod(Pod.saying("x")));
    gateway.faults().next(1).status(503);
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/").statusCode()).isEqualTo(200);
    assertThat(rows(2)).extracting(row -> row.get("status")).containsExactly("503", "200");
  }

  @Test
  void routes_changeWhileRequestsRun_andNoneFails() throws Exception {
    Pod one = pod(Pod.saying("1"));
    Pod two = pod(Pod.saying("2"));
    ready(one);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      answers.add(client.sendAsync(request("/").build(), BodyHandlers.ofString()));
      if (i % 20 == 0) {
        ready(i % 40 == 0 ? new Pod[] {one, two} : new Pod[] {two});
      }
      if (answers.size() % 16 == 0) {
        answers.get(answers.size() - 16).join();
      }
    }
    assertThat(answers.stream().map(a -> a.join().statusCode()).distinct().toList())
        .containsExactly(200);
    assertThat(rows(400)).hasSize(400);
  }

  @Test
  void reset_endsTheRequestInTheLogToo() throws Exception {
    ready(pod(Pod.saying("x")));
    gateway.faults().next(1).when(r -> r.path().equals("/reset")).reset();
    assertThatThrownBy(
            () ->
                client.send(
                    request("/reset").POST(BodyPublishers.ofString("{}")).build(),
                    BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
    gateway.flushAccessLog(Duration.ofSeconds(5));
    assertThat(rows(1).get(0)).containsEntry("status", "499").containsEntry("url", "/reset");
  }

  @Test
  void flush_waitsForRequestsThatHaveBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    ready(
        pod(
            new Pod(
                exchange -> {
                  begun.countDown();
                  held.await();
                  exchange.getResponseSender().send("x");
                })));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/").build(), BodyHandlers.ofString());
    begun.await();
    assertThatThrownBy(() -> gateway.flushAccessLog(Duration.ofMillis(100)))
        .isInstanceOf(TimeoutException.class);
    held.countDown();
    gateway.flushAccessLog(Duration.ofSeconds(10));
    assertThat(log).hasSize(1);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void start_refuses_whenTheLogHasNoPlace() {
    assertThatThrownBy(() -> IngressGateway.builder().start()).hasMessageContaining("logTo");
  }
}
