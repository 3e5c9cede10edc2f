package io.elasticinference.testkit.gateway;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod's HTTP server for tests; counts requests and connections. */
final class Pod implements AutoCloseable {

  final AtomicInteger requests = new AtomicInteger();
  final Set<Object> connections = ConcurrentHashMap.newKeySet();
  private final Undertow server;

  Pod(HttpHandler handler) {
    HttpHandler counting =
        exchange -> {
          requests.incrementAndGet();
          connections.add(exchange.getSourceAddress());
          handler.handleRequest(exchange);
        };
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(4)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setHandler(new BlockingHandler(counting))
            .build();
    server.start();
  }

  static Pod saying(String text) {
    return new Pod(exchange -> exchange.getResponseSender().send(text));
  }

  Upstream upstream() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return Upstream.of("127.0.0.1", address.getPort());
  }

  @Override
  public void close() {
    server.stop();
  }
}
