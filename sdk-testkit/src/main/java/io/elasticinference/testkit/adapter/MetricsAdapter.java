package io.elasticinference.testkit.adapter;

import io.elasticinference.testkit.fault.FaultHandler;
import io.elasticinference.testkit.fault.Faults;
import io.undertow.Undertow;
import java.net.InetSocketAddress;

/**
 * An HTTPS server on a loopback port that answers {@code external.metrics.k8s.io/v1beta1} from the
 * ingress's access log in SLS, by the query, window and reading of the real
 * alibaba-cloud-metrics-adapter.
 *
 * <pre>{@code
 * try (MetricsAdapter adapter =
 *     MetricsAdapter.builder().tls(tls).sls(sls.uri()).accessKey("id", "secret").start()) {
 *   // register the APIService v1beta1.external.metrics.k8s.io for localhost:adapter.port()
 * }
 * }</pre>
 *
 * <p>A query without any log in its window gives an empty list, with which the autoscaler reports
 * {@code FailedGetExternalMetric}; one whose logs are all of other routes gives 0. It does not ask
 * its callers who they are: it is for loopback only. Thread-safe.
 */
public final class MetricsAdapter implements AutoCloseable {

  private final Faults faults = new Faults();
  private final Undertow server;
  private final int port;

  MetricsAdapter(MetricsAdapterBuilder builder) {
    LogService logs =
        new LogService(builder.sls(), builder.region, builder.accessKey(), builder.clock);
    MetricSource source = new MetricSource(logs, builder.clock);
    ApiHandler handler = new ApiHandler(source, builder.defaults(), builder.clock);
    server =
        Undertow.builder()
            .addHttpsListener(builder.port, "127.0.0.1", builder.tls())
            .setIoThreads(1)
            .setWorkerThreads(8)
            .setHandler(new FaultHandler(faults, handler, ApiHandler::sendFault))
            .build();
    server.start();
    port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /**
   * Begins an adapter.
   *
   * @return a builder; TLS context, SLS address and access key must be set
   */
  public static MetricsAdapterBuilder builder() {
    return new MetricsAdapterBuilder();
  }

  /**
   * Answers the port on 127.0.0.1 at which HTTPS is spoken.
   *
   * @return the port
   */
  public int port() {
    return port;
  }

  /**
   * Answers the faults that can be injected.
   *
   * @return the faults
   */
  public Faults faults() {
    return faults;
  }

  /** Stops the server. */
  @Override
  public void close() {
    server.stop();
  }
}
