package io.elasticinference.testkit.sls;

import io.elasticinference.testkit.fault.FaultHandler;
import io.elasticinference.testkit.fault.Faults;
import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.auth.Authenticator;
import io.elasticinference.testkit.sls.internal.http.Queries;
import io.elasticinference.testkit.sls.internal.http.SlsHandler;
import io.elasticinference.testkit.sls.internal.store.NewLog;
import io.elasticinference.testkit.sls.internal.store.Projects;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Simple Log Service on a loopback port, in memory. It checks signatures (version 1 and 4), takes
 * PutLogs (protobuf or JSON; lz4, deflate, zstd or plain), and answers GetLogs in both forms and
 * GetHistograms; searches and SQL are evaluated, not matched.
 *
 * <pre>{@code
 * try (SlsServer sls = SlsServer.builder().accessKey("id", "secret").start()) {
 *   sls.createProject("k8s-log-c1");
 *   sls.createLogstore("k8s-log-c1", "nginx-ingress");
 *   ClientConfiguration configuration = new ClientConfiguration();
 *   configuration.setProxyHost(sls.uri().getHost());
 *   configuration.setProxyPort(sls.uri().getPort());
 *   Client client = new Client("cn-beijing.log.aliyuncs.com", "id", "secret", configuration);
 * }
 * }</pre>
 *
 * <p>The server answers for any host {@code {project}.{endpoint}}, both when it is spoken to
 * directly and when it is used as an HTTP proxy. TLS it does not speak. Thread-safe.
 */
public final class SlsServer implements AutoCloseable {

  private final Faults faults = new Faults();
  private final InstantSource clock;
  private final Projects projects;
  private final Queries queries;
  private final Undertow server;
  private final URI uri;

  SlsServer(SlsServerBuilder builder) {
    clock = builder.clock;
    projects = new Projects(clock, builder.retention, builder.maxRows);
    queries = new Queries(clock, builder.indexingDelay);
    SlsHandler handler =
        new SlsHandler(new Authenticator(builder.keys), projects, queries, builder.region, clock);
    server =
        Undertow.builder()
            .addHttpListener(builder.port, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(8)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L) // the handler has its own limit
            .setHandler(new FaultHandler(faults, handler, SlsHandler::sendFault))
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    uri = URI.create("http://127.0.0.1:" + address.getPort());
  }

  /**
   * Begins a server.
   *
   * @return a builder; at least one access key must be set
   */
  public static SlsServerBuilder builder() {
    return new SlsServerBuilder();
  }

  /**
   * Answers where the server listens; also its address as an HTTP proxy.
   *
   * @return the URL, with the port
   */
  public URI uri() {
    return uri;
  }

  /**
   * Answers the faults that can be injected.
   *
   * @return the faults
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Sets how long after its arrival a log is found.
   *
   * @param delay zero or more; the real service takes 1 to 3 s
   */
  public void indexingDelay(Duration delay) {
    queries.indexingDelay(notNegative("delay", delay));
  }

  /**
   * Makes the next queries say {@code Incomplete}, as the real service does when it was not able to
   * look at every log in time; clients must ask again.
   *
   * @param count how many queries
   */
  public void incompleteAnswers(int count) {
    queries.incompleteAnswers(count);
  }

  /**
   * Makes a project.
   *
   * @param project its name, 3 to 63 lower-case letters, digits and hyphens
   * @throws IllegalArgumentException if it exists or the name is not allowed
   */
  public void createProject(String project) {
    direct(() -> projects.create(project, ""));
  }

  /**
   * Makes a log store with the index of {@code nginx-ingress}.
   *
   * @param project the project's name
   * @param logstore its name
   * @throws IllegalArgumentException if there is no such project, or the log store exists
   */
  public void createLogstore(String project, String logstore) {
    createLogstore(project, logstore, LogIndex.nginxIngress());
  }

  /**
   * Makes a log store.
   *
   * @param project the project's name
   * @param logstore its name
   * @param index its index, or null: it can be written to, but not searched
   * @throws IllegalArgumentException if there is no such project, or the log store exists
   */
  public void createLogstore(String project, String logstore, @Nullable LogIndex index) {
    direct(() -> projects.createLogstore(project, logstore, index));
  }

  /**
   * Writes one log of now, past the network.
   *
   * @param project the project's name
   * @param logstore the log store's name
   * @param log the log's keys and values
   * @throws IllegalArgumentException if there is no such log store
   */
  public void append(String project, String logstore, Map<String, String> log) {
    append(project, logstore, clock.instant(), List.of(log));
  }

  /**
   * Writes logs of one moment, past the network.
   *
   * @param project the project's name
   * @param logstore the log store's name
   * @param time when they happened
   * @param logs each log's keys and values
   * @throws IllegalArgumentException if there is no such log store
   */
  public void append(
      String project, String logstore, Instant time, List<Map<String, String>> logs) {
    int second = Math.toIntExact(time.getEpochSecond());
    int nanos = time.getNano();
    List<NewLog> rows =
        logs.stream()
            .map(
                log ->
                    new NewLog(second, nanos, List.copyOf(log.keySet()), List.copyOf(log.values())))
            .toList();
    direct(() -> projects.logstore(project, logstore).append(rows, clock.millis()));
  }

  private static void direct(Runnable action) {
    try {
      action.run();
    } catch (SlsException e) {
      throw new IllegalArgumentException(e.sentence(), e);
    }
  }

  /** Stops the server and forgets every log. */
  @Override
  public void close() {
    server.stop();
    queries.close();
  }

  static Duration notNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + ": " + duration + " (expected: >= 0)");
    }
    return duration;
  }
}
