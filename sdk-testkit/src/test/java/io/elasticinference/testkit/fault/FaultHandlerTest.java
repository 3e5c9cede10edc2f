package io.elasticinference.testkit.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultHandlerTest {

  private static final String BODY = "0123456789".repeat(20_000);

  private final Faults faults = new Faults();
  private final AtomicInteger served = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private Undertow server;

  @BeforeEach
  void start() {
    HttpHandler handler =
        new BlockingHandler(
            exchange -> {
              served.incrementAndGet();
              exchange.getInputStream().readAllBytes();
              exchange.setResponseContentLength(BODY.length());
              exchange.getOutputStream().write(BODY.getBytes(UTF_8));
            });
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(4)
            .setHandler(new FaultHandler(faults, handler))
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void handler_servesAsUsual_whenNoFaultIsInjected() throws Exception {
    assertThat(get("/a").body()).isEqualTo(BODY);
  }

  @Test
  void status_answersInPlaceOfTheHandler_whileItsCountLasts() throws Exception {
    Fault fault = faults.next(2).status(503);

    assertThat(get("/a").statusCode()).isEqualTo(503);
    assertThat(get("/a").body()).contains("503");
    assertThat(served).hasValue(0);
    assertThat(get("/a").statusCode()).isEqualTo(200);
    assertThat(fault.hits()).isEqualTo(2);
  }

  @Test
  void status_leavesTheConnectionUsable_whenARequestBodyWasSent() throws Exception {
    faults.next(1).status(500);

    HttpRequest put =
        HttpRequest.newBuilder(uri("/a"))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
            .build();
    assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(500);
    assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void status_sendsRetryAfterInWholeSeconds_whenItIsGiven() throws Exception {
    faults.status(429, Duration.ofMillis(1500));

    HttpResponse<String> answer = get("/a");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void rule_strikesOnlyMatchingRequests_whenPredicatesAreGiven() throws Exception {
    faults
        .always()
        .when(r -> r.method().equals("GET"))
        .when(r -> r.path().equals("/%20b"))
        .status(500);

    assertThat(get("/a").statusCode()).isEqualTo(200);
    assertThat(get("/%20b?x=1").statusCode()).isEqualTo(500);
  }

  @Test
  void clear_endsAllFaults_whenTheyHaveNoCount() throws Exception {
    faults.status(500);
    assertThat(get("/a").statusCode()).isEqualTo(500);

    faults.clear();
    assertThat(get("/a").statusCode()).isEqualTo(200);
  }

  @Test
  void cancel_endsOneFault_whenOthersStay() throws Exception {
    Fault first = faults.status(500);
    faults.status(502);
    assertThat(get("/a").statusCode()).isEqualTo(500);

    first.cancel();
    assertThat(get("/a").statusCode()).isEqualTo(502);
  }

  @Test
  void latency_delaysRequestsWithoutHoldingThreads_whenManyAreLate() throws Exception {
    faults.latency(Duration.ofMillis(300));
    faults.next(1).status(503);

    long begin = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HttpRequest request = HttpRequest.newBuilder(uri("/" + i)).build();
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    List<Integer> codes = answers.stream().map(a -> a.join().statusCode()).sorted().toList();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(codes.subList(0, 19)).containsOnly(200);
    assertThat(codes.get(19)).isEqualTo(503);
    // One after the other on the server's four workers they would take 1.5 s.
    assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofMillis(1400));
  }

  @Test
  void reset_resetsTheConnection_whenARequestMatches() throws Exception {
    faults.next(1).reset();

    try (Socket socket = new Socket()) {
      socket.connect(address());
      OutputStream out = socket.getOutputStream();
      out.write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    assertThat(served).hasValue(0);
    assertThat(get("/a").statusCode()).isEqualTo(200);
  }

  @Test
  void truncate_cutsTheBody_afterTheBytesThatItAllows() throws Exception {
    faults.next(1).truncate(70_001);

    String raw = rawGet();
    assertThat(raw).startsWith("HTTP/1.1 200 OK").contains("Content-Length: " + BODY.length());
    assertThat(raw.substring(raw.indexOf("\r\n\r\n") + 4)).isEqualTo(BODY.substring(0, 70_001));
    assertThat(served).hasValue(1);
  }

  @Test
  void truncate_sendsTheHeadersOnly_whenNoByteIsAllowed() throws Exception {
    faults.next(1).truncate(0);

    assertThat(rawGet()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
  }

  @Test
  void truncate_failsAClient_whenTheBodyIsLonger() throws Exception {
    faults.next(1).truncate(10);

    assertThatThrownBy(() -> get("/a")).isInstanceOf(IOException.class);
    assertThat(get("/a").body()).isEqualTo(BODY);
  }

  @Test
  void truncate_changesNothing_whenTheBodyIsNotLonger() throws Exception {
    faults.next(1).truncate(BODY.length());

    assertThat(get("/a").body()).isEqualTo(BODY);
  }

  private String rawGet() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address());
      socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + address().getPort() + path);
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
  }
}
