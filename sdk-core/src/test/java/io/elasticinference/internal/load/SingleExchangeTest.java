package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SingleExchangeTest {
  private static LoadTarget at(int port) {
    return new LoadTarget("127.0.0.1", port, "/a?b=c", "test.example.com", false);
  }

  @Test
  void send_asksForTheHost_andKeepsTheWholeReply() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String large = "好".repeat(100_000);
    server.createContext(
        "/",
        exchange -> {
          String said =
              exchange.getRequestHeaders().getFirst("Host")
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                  + large;
          exchange.sendResponseHeaders(418, 0); // chunked
          exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      SingleExchange.Reply reply =
          SingleExchange.send(at(server.getAddress().getPort()), LoadRequest.post("{}"));

      assertThat(reply.status()).isEqualTo(418);
      assertThat(reply.body()).isEqualTo("test.example.com /a?b=c {}" + large);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void send_fails_whenThereIsNoReply() throws Exception {
    LoadRequest hasty = LoadRequest.get().timeout(Duration.ofMillis(200));
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> SingleExchange.send(at(silent.getLocalPort()), hasty))
          .isInstanceOf(SocketTimeoutException.class);
    }
    int free;
    try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      free = closed.getLocalPort();
    }
    assertThatThrownBy(() -> SingleExchange.send(at(free), LoadRequest.get()))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(
            () ->
                SingleExchange.send(
                    new LoadTarget("nowhere.invalid", 80, "/", "nowhere.invalid", false),
                    LoadRequest.get()))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("host 'nowhere.invalid' has no address");
  }

  @Test
  void send_fails_whenTheReplyIsCutOffOrNoHttp() throws Exception {
    assertThat(failure("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"))
        .hasMessage("connection closed before the reply was complete");
    assertThat(failure("SSH-2.0-x\r\n\r\n")).hasMessageStartingWith("reply is malformed: ");
  }

  private static Throwable failure(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving =
          new Thread(
              () -> {
                try (var socket = server.accept()) {
                  byte[] asked = new byte[4096];
                  assertThat(socket.getInputStream().read(asked)).isPositive();
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      serving.start();
      Throwable failure =
          org.assertj.core.api.Assertions.catchThrowable(
              () -> SingleExchange.send(at(server.getLocalPort()), LoadRequest.get()));
      serving.join();
      return failure;
    }
  }
}
