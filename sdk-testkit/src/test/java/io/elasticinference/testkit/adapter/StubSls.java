package io.elasticinference.testkit.adapter;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log service that answers what it is told to, right or wrong; the last answer stays. */
final class StubSls implements AutoCloseable {

  private final Undertow server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  StubSls() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(1)
            .setHandler(this::answer)
            .build();
    server.start();
  }

  URI uri() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  List<Asked> asked() {
    return asked;
  }

  StubSls rows(String progress, String json) {
    return answer(200, json, Map.of("X-Log-Progress", progress, "X-Log-Count", "1"));
  }

  synchronized StubSls answer(int status, String body, Map<String, String> headers) {
    answers.add(new Answer(status, body, headers));
    return this;
  }

  private void answer(HttpServerExchange exchange) {
    Map<String, String> parameters = new HashMap<>();
    exchange.getQueryParameters().forEach((name, values) -> parameters.put(name, values.element()));
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            h -> headers.put(h.getHeaderName().toString().toLowerCase(Locale.ROOT), h.getFirst()));
    asked.add(
        new Asked(
            exchange.getRequestMethod().toString(),
            exchange.getRequestURL(),
            exchange.getQueryString(),
            Map.copyOf(parameters),
            Map.copyOf(headers)));
    Answer answer = take();
    exchange.setStatusCode(answer.status());
    answer
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    exchange.getResponseSender().send(answer.body());
  }

  private synchronized Answer take() {
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A request as it arrived. */
  record Asked(
      String method,
      String url,
      String rawQuery,
      Map<String, String> parameters,
      Map<String, String> headers) {}

  private record Answer(int status, String body, Map<String, String> headers) {}
}
