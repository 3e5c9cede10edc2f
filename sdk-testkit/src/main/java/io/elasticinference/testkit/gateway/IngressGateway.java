package io.elasticinference.testkit.gateway;

import io.elasticinference.testkit.fault.FaultHandler;
import io.elasticinference.testkit.fault.Faults;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.xnio.Options;

/**
 * An HTTP gateway on a loopback port that plays ACK's Nginx Ingress controller: it routes by host,
 * path and canary weight to pods in turn, answers 404 without a rule, 503 without a pod, 502 and
 * 504 when pods fail, and writes each request into the access log. It speaks plain HTTP/1.1 and
 * keeps no request waiting for pods to come. Thread-safe.
 *
 * <pre>{@code
 * try (IngressGateway gateway = IngressGateway.builder()
 *     .logTo(sls.uri(), "id", "secret", "k8s-log-c1", "nginx-ingress").start()) {
 *   ServicePort service = new ServicePort("default", "bert", 8501);
 *   gateway.routes().update(List.of(IngressRule.of("test.example.com", "/", PathType.PREFIX, service)));
 *   gateway.routes().endpoints(service, List.of(Upstream.of("127.0.0.1", 43210)));
 * }
 * }</pre>
 */
public final class IngressGateway implements AutoCloseable {

  private final Faults faults = new Faults();
  private final UpstreamPools pools = new UpstreamPools();
  private final RoutingTable table =
      new RoutingTable(bound -> ThreadLocalRandom.current().nextInt(bound), pools::forget);
  private final AccessLog log;
  private final Undertow server;
  private final InetSocketAddress address;

  IngressGateway(IngressGatewayBuilder builder, AccessLogSink sink) {
    log = new AccessLog(sink, builder.batchInterval);
    Forwarder forwarder =
        new Forwarder(table, pools, builder.upstreamTimeout, builder.maxBodyBytes);
    server =
        Undertow.builder()
            .addHttpListener(builder.port, "127.0.0.1")
            .setIoThreads(Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors())))
            .setWorkerThreads(1)
            .setSocketOption(Options.BACKLOG, 4096)
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
            .setServerOption(
                UndertowOptions.MAX_ENTITY_SIZE, -1L) // the handlers have their own limit
            .setHandler(
                new AccessLogHandler(
                    log,
                    builder.maxBodyBytes,
                    new FaultHandler(
                        faults, new HttpContinueReadHandler(forwarder), ErrorPages::send)))
            .build();
    server.start();
    address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
  }

  /**
   * Begins a gateway.
   *
   * @return a builder; where the access log goes must be set
   */
  public static IngressGatewayBuilder builder() {
    return new IngressGatewayBuilder();
  }

  /**
   * Answers where the gateway listens, as an Ingress's address and a port.
   *
   * @return {@code host:port}
   */
  public String address() {
    return "127.0.0.1:" + address.getPort();
  }

  /**
   * Answers where the gateway listens.
   *
   * @return the URL, with the port
   */
  public URI uri() {
    return URI.create("http://" + address());
  }

  /**
   * Answers what tells the gateway of Ingresses and pods.
   *
   * @return the routes, empty at first
   */
  public Routes routes() {
    return table;
  }

  /**
   * Answers the faults that can be injected between clients and gateway.
   *
   * @return the faults
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Waits until every request that has begun has ended, and the log service has taken its row.
   *
   * @param patience how long to wait
   * @throws TimeoutException if it takes longer
   * @throws InterruptedException if the thread is interrupted
   */
  public void flushAccessLog(Duration patience) throws TimeoutException, InterruptedException {
    log.flush(patience);
  }

  /** Stops, and writes what is left of the access log. */
  @Override
  public void close() {
    server.stop();
    pools.close();
    log.close();
  }
}
