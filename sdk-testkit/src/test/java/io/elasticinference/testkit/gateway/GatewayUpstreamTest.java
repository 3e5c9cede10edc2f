package io.elasticinference.testkit.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the gateway does when pods refuse, close, hang or answer too early. */
class GatewayUpstreamTest extends GatewayScene {

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
}
