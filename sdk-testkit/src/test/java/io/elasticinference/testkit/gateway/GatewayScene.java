package io.elasticinference.testkit.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A gateway with one rule, and what its tests send to it, serve behind it and read in its log. */
abstract class GatewayScene {

  static final ServicePort SERVICE = new ServicePort("default", "bert", 8501);

  final List<AccessLogRow> log = new CopyOnWriteArrayList<>();
  final List<AutoCloseable> open = new ArrayList<>();
  IngressGateway gateway;
  HttpClient client;

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

  Pod pod(Pod pod) {
    open.add(pod);
    return pod;
  }

  void ready(Pod... pods) {
    gateway.routes().endpoints(SERVICE, Arrays.stream(pods).map(Pod::upstream).toList());
  }

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://test.example.com" + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  /** A client may have its answer a moment before the gateway has ended the request. */
  List<Map<String, String>> rows(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> log.size() >= count);
    assertThat(log).hasSize(count);
    return log.stream().map(AccessLogRow::fields).toList();
  }

  String raw(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(UTF_8);
    }
  }
}
