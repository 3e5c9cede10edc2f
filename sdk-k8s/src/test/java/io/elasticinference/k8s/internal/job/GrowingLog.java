package io.elasticinference.k8s.internal.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server whose logs come piece by piece, or break off; all else another server answers. */
final class GrowingLog implements AutoCloseable {
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ApiServer server;

  GrowingLog(int otherPort) throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", exchange -> other(exchange, otherPort));
    http.createContext("/api/v1/namespaces/default/pods/pod-0/log", this::log);
    http.start();
    server = Fake.connect("http://127.0.0.1:" + http.getAddress().getPort());
  }

  ApiServer server() {
    return server;
  }

  /** The next log ends in the middle of what was announced. */
  void cutAfter(String text) {
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(text.getBytes(UTF_8));
        });
  }

  /** The next log is this one. */
  void whole(String text) {
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(text.getBytes(UTF_8));
        });
  }

  /** The next log begins so and does not end. */
  void endless(String text) {
    answers.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(text.getBytes(UTF_8));
          exchange.getResponseBody().flush();
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void log(HttpExchange exchange) throws IOException {
    Answer answer = answers.poll();
    if (answer == null) {
      exchange.sendResponseHeaders(500, -1);
    } else {
      answer.to(exchange);
    }
    exchange.close();
  }

  private static void other(HttpExchange exchange, int port) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + exchange.getRequestURI());
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.close();
    http.stop(0);
    threads.shutdownNow();
  }
}
