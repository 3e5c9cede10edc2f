package io.elasticinference.testkit.gateway;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.CanonicalPathUtils;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.util.Optional;

/** Sends each request where the routing table says. Holds no thread while it waits. */
final class Forwarder implements HttpHandler {

  private static final String DEFAULT_BACKEND = "upstream-default-backend";

  private final RoutingTable table;
  private final UpstreamPools pools;
  private final Duration timeout;
  private final long maxBodyBytes;

  Forwarder(RoutingTable table, UpstreamPools pools, Duration timeout, long maxBodyBytes) {
    this.table = table;
    this.pools = pools;
    this.timeout = timeout;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Visit visit = exchange.getAttachment(Visit.KEY);
    String path = CanonicalPathUtils.canonicalize(exchange.getRequestPath());
    Optional<Decision> decision = table.route(exchange.getHostName(), path);
    visit.route(
        decision.map(Decision::name).orElse(DEFAULT_BACKEND),
        decision.map(Decision::alternativeName).orElse(""));
    UpstreamGroup group = decision.map(Decision::group).orElse(null);
    if (decision.isEmpty()) {
      ErrorPages.send(exchange, 404);
    } else if (exchange.getRequestContentLength() > maxBodyBytes) {
      ErrorPages.send(exchange, 413);
    } else if (group == null) {
      ErrorPages.send(exchange, 503);
    } else {
      exchange.dispatch(
          exchange.isInIoThread() ? SameThreadExecutor.INSTANCE : exchange.getIoThread(),
          new Forwarding(exchange, visit, group, pools, timeout));
    }
  }
}
