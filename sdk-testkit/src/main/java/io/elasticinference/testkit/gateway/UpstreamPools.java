package io.elasticinference.testkit.gateway;

import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ConnectionPoolManager;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.server.handlers.proxy.ProxyConnectionPool;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;

/** Connections to pods, kept alive between requests. */
final class UpstreamPools implements AutoCloseable {

  private final Map<InetSocketAddress, ProxyConnectionPool> pools = new ConcurrentHashMap<>();

  /** Takes an idle connection, or opens one. The connection goes back when the exchange ends. */
  void connect(
      Upstream upstream, HttpServerExchange exchange, ProxyCallback<ProxyConnection> callback) {
    pools
        .computeIfAbsent(upstream.address(), UpstreamPools::open)
        .connect(null, exchange, callback, -1, TimeUnit.MILLISECONDS, false);
  }

  /** Closes the idle connections to a pod that is gone. */
  void forget(Upstream gone) {
    ProxyConnectionPool pool = pools.remove(gone.address());
    if (pool != null) {
      pool.close();
    }
  }

  private static ProxyConnectionPool open(InetSocketAddress address) {
    URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort());
    return new ProxyConnectionPool(
        new Limits(), uri, UndertowClient.getInstance(), OptionMap.EMPTY);
  }

  @Override
  public void close() {
    pools.values().forEach(ProxyConnectionPool::close);
  }

  /**
   * As many connections as there are requests, of which some stay for a minute; no upstream is
   * shunned.
   */
  private static final class Limits implements ConnectionPoolManager {

    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public boolean handleError() {
      return true;
    }

    @Override
    public boolean clearError() {
      return true;
    }

    @Override
    public int getProblemServerRetry() {
      return 0;
    }

    @Override
    public int getMaxConnections() {
      return Integer.MAX_VALUE;
    }

    @Override
    public int getMaxCachedConnections() {
      return 320;
    }

    @Override
    public int getSMaxConnections() {
      return 0;
    }

    @Override
    public long getTtl() {
      return TimeUnit.SECONDS.toMillis(60);
    }

    @Override
    public int getMaxQueueSize() {
      return 0;
    }
  }
}
