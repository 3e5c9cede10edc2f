package io.elasticinference.testkit.gateway;

import io.elasticinference.testkit.sls.internal.client.SlsClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets an {@link IngressGateway} up. Single-use. */
public final class IngressGatewayBuilder {

  int port;
  Duration batchInterval = Duration.ofMillis(300);
  Duration upstreamTimeout = Duration.ofSeconds(60);
  long maxBodyBytes = 20L << 20;
  private @Nullable AccessLogSink sink;
  private @Nullable Consumer<List<AccessLogRow>> heardBy;

  IngressGatewayBuilder() {}

  /**
   * Has the access log written into a log service by PutLogs, as the agent on a node does.
   *
   * @param sls the service's address
   * @param accessKeyId the id of an access key that the service lets in
   * @param accessKeySecret its secret
   * @param project the project, {@code k8s-log-{cluster id}}
   * @param logstore the log store, {@code nginx-ingress}
   * @return this builder
   */
  public IngressGatewayBuilder logTo(
      URI sls, String accessKeyId, String accessKeySecret, String project, String logstore) {
    SlsClient client =
        new SlsClient(sls, "cn-local.log.aliyuncs.com", accessKeyId, accessKeySecret);
    return logTo(new PutLogsSink(client, project, logstore));
  }

  /**
   * Has the access log written elsewhere.
   *
   * @param accessLog takes the rows
   * @return this builder
   */
  public IngressGatewayBuilder logTo(AccessLogSink accessLog) {
    sink = Objects.requireNonNull(accessLog, "accessLog");
    return this;
  }

  /**
   * Has somebody hear of the access log too, once it is written.
   *
   * @param listener takes the rows; called by one thread at a time
   * @return this builder
   */
  public IngressGatewayBuilder logHeardBy(Consumer<List<AccessLogRow>> listener) {
    heardBy = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets the port.
   *
   * @param number a port; default 0, any free one
   * @return this builder
   */
  public IngressGatewayBuilder port(int number) {
    port = number;
    return this;
  }

  /**
   * Sets how often the access log is written.
   *
   * @param interval default 300 ms
   * @return this builder
   */
  public IngressGatewayBuilder batchInterval(Duration interval) {
    batchInterval = positive("interval", interval);
    return this;
  }

  /**
   * Sets how long a pod may take to begin its answer before the client gets 504.
   *
   * @param timeout default 60 s ({@code proxy_read_timeout})
   * @return this builder
   */
  public IngressGatewayBuilder upstreamTimeout(Duration timeout) {
    upstreamTimeout = positive("timeout", timeout);
    return this;
  }

  /**
   * Sets how large a request's body may be before the client gets 413.
   *
   * @param bytes default 20 MiB ({@code proxy-body-size: 20m}, as ACK sets it)
   * @return this builder
   */
  public IngressGatewayBuilder maxBodyBytes(long bytes) {
    maxBodyBytes = bytes;
    return this;
  }

  private static AccessLogSink heard(AccessLogSink sink, Consumer<List<AccessLogRow>> listener) {
    return rows -> {
      sink.write(rows);
      listener.accept(rows);
    };
  }

  private static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: > 0)");
    }
    return duration;
  }

  /**
   * Starts the gateway.
   *
   * @return a gateway that answers, 404 at first
   * @throws IllegalStateException if it was not said where the access log goes
   */
  public IngressGateway start() {
    if (sink == null) {
      throw new IllegalStateException("logTo: not set (expected: where the access log goes)");
    }
    return new IngressGateway(this, heardBy == null ? sink : heard(sink, heardBy));
  }
}
