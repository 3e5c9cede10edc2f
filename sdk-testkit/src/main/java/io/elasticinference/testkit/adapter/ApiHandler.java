package io.elasticinference.testkit.adapter;

import com.google.gson.JsonObject;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers discovery and metrics. Waits for the log service on a worker's thread. */
final class ApiHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final List<String> API = List.of("apis", Documents.GROUP, Documents.VERSION);

  private final MetricSource source;
  private final QueryDefaults defaults;
  private final InstantSource clock;

  ApiHandler(MetricSource source, QueryDefaults defaults, InstantSource clock) {
    this.source = source;
    this.defaults = defaults;
    this.clock = clock;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this);
      return;
    }
    try {
      send(exchange, 200, answer(exchange));
    } catch (ApiException e) {
      LOG.debug("{} {}", exchange.getRequestPath(), e.code(), e);
      send(exchange, e.code(), e.status());
    }
  }

  /** Words an error that was injected as Kubernetes would. */
  static void sendFault(HttpServerExchange exchange, int status) {
    send(
        exchange,
        status,
        ApiException.status(status, "InternalError", "injected fault: " + status));
  }

  private JsonObject answer(HttpServerExchange exchange) {
    if (!exchange.getRequestMethod().equals(Methods.GET)) {
      throw ApiException.methodNotAllowed(exchange.getRequestMethod().toString());
    }
    List<String> path =
        Arrays.stream(exchange.getRequestPath().split("/", -1)).filter(s -> !s.isEmpty()).toList();
    if (path.equals(API.subList(0, 1))) {
      return Documents.groups();
    }
    if (path.equals(API.subList(0, 2))) {
      return Documents.group();
    }
    if (path.equals(API)) {
      return Documents.resources();
    }
    if (path.size() == 6 && path.subList(0, 3).equals(API) && path.get(3).equals("namespaces")) {
      return metric(path.get(5), selector(exchange));
    }
    throw ApiException.notFound("the server could not find the requested resource");
  }

  private JsonObject metric(String name, String selector) {
    IngressMetric metric =
        IngressMetric.named(name)
            .orElseThrow(
                () -> ApiException.notFound("the server could not find the metric " + name));
    QueryLabels labels = QueryLabels.of(LabelSelector.parse(selector), defaults);
    OptionalLong value = source.value(metric, labels);
    return Documents.values(metric, value, clock.instant());
  }

  private static String selector(HttpServerExchange exchange) {
    Deque<String> values = exchange.getQueryParameters().get("labelSelector");
    return values == null ? "" : values.element();
  }

  private static void send(HttpServerExchange exchange, int status, JsonObject body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(body.toString());
  }
}
