package io.elasticinference.testkit.adapter;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sets a metrics adapter up. Single-use. */
public final class MetricsAdapterBuilder {

  private @Nullable SSLContext tls;
  private @Nullable URI sls;
  private @Nullable AccessKey accessKey;
  private Duration defaultInterval = Duration.ofSeconds(15);
  private Duration defaultDelay = Duration.ofSeconds(10);
  String region = "cn-beijing";
  int port;
  InstantSource clock = InstantSource.system();

  MetricsAdapterBuilder() {}

  /**
   * Sets the certificate that the adapter shows.
   *
   * @param context a context with a key; the aggregator asks for {@code {service}.{namespace}.svc}
   *     unless it is told not to verify
   * @return this builder
   */
  public MetricsAdapterBuilder tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context");
    return this;
  }

  /**
   * Sets where SLS answers. The adapter speaks plain HTTP to the project's own host, {@code
   * {project}.{region}-intranet.log.aliyuncs.com}, with this address as the proxy to it.
   *
   * @param address the URL, with a port
   * @return this builder
   * @throws IllegalArgumentException if the URL has no host or no port
   */
  public MetricsAdapterBuilder sls(URI address) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException("address: " + address + " (expected: http://host:port)");
    }
    sls = address;
    return this;
  }

  /**
   * Sets the access key with which SLS is asked.
   *
   * @param id its id
   * @param secret its secret
   * @return this builder
   */
  public MetricsAdapterBuilder accessKey(String id, String secret) {
    accessKey = new AccessKey(id, secret);
    return this;
  }

  /**
   * Sets the region, which is part of the host that SLS is asked at.
   *
   * @param id the region's id; default {@code cn-beijing}
   * @return this builder
   */
  public MetricsAdapterBuilder region(String id) {
    region = Objects.requireNonNull(id, "id");
    return this;
  }

  /**
   * Sets over how long a metric is averaged where the label {@code sls.query.interval} is missing.
   * A local cloud may react more quickly than the real one: the least interval of 15 s holds for
   * the label only.
   *
   * @param interval whole seconds, at least one; default 15 s, as the real adapter's
   * @return this builder
   * @throws IllegalArgumentException if the interval is none of these
   */
  public MetricsAdapterBuilder defaultInterval(Duration interval) {
    defaultInterval = wholeSeconds("interval", interval, 1);
    return this;
  }

  /**
   * Sets how far behind now a query's window ends where the label {@code sls.query.delay} is
   * missing.
   *
   * @param delay whole seconds, zero or more; default 10 s, as the real adapter's
   * @return this builder
   * @throws IllegalArgumentException if the delay is none of these
   */
  public MetricsAdapterBuilder defaultDelay(Duration delay) {
    defaultDelay = wholeSeconds("delay", delay, 0);
    return this;
  }

  /**
   * Sets the port.
   *
   * @param number a port; default 0, any free one
   * @return this builder
   */
  public MetricsAdapterBuilder port(int number) {
    port = number;
    return this;
  }

  /**
   * Sets the adapter's time.
   *
   * @param source default the system's clock
   * @return this builder
   */
  public MetricsAdapterBuilder clock(InstantSource source) {
    clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Starts the adapter.
   *
   * @return an adapter that answers
   * @throws IllegalStateException if TLS context, SLS address or access key is missing
   */
  public MetricsAdapter start() {
    return new MetricsAdapter(this);
  }

  SSLContext tls() {
    return set("tls", tls);
  }

  URI sls() {
    return set("sls", sls);
  }

  AccessKey accessKey() {
    return set("accessKey", accessKey);
  }

  QueryDefaults defaults() {
    return new QueryDefaults(defaultInterval.toSeconds(), defaultDelay.toSeconds());
  }

  private static <T> T set(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(name + ": none (expected: set before start)");
    }
    return value;
  }

  private static Duration wholeSeconds(String name, Duration value, long least) {
    if (!value.equals(value.truncatedTo(ChronoUnit.SECONDS)) || value.toSeconds() < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: whole seconds, >= " + least + " s)");
    }
    return value;
  }
}
