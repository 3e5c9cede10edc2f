package io.elasticinference.testkit.modelserver;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model server on loopback that acts as {@code tensorflow_model_server} does: it reads its
 * command line, waits for versions to appear, loads them, and only then opens its ports. It ends by
 * itself, with an exit code, when it cannot start.
 *
 * <p>The port that it was told stands for a free one of this machine, see {@link #loopbackPort}.
 * Its gRPC port speaks HTTP/2 without TLS, as the real one does.
 */
public final class ModelServer implements AutoCloseable {
  /** What a process ends with that returns -1 from its main function. */
  private static final int FAILED = 255;

  /** What a process ends with that SIGTERM ended. */
  private static final int TERMINATED = 143;

  private static final int GRPC_PORT = 8500;

  private final ModelServerCommand command;
  private final ServerLog log;
  private final Servables servables = new Servables();
  private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> exited = new CompletableFuture<>();
  private final Thread main;
  private final PredictionThreads predictions;

  // Both guarded by this.
  private @Nullable Undertow undertow;
  private boolean stopped;

  private final GracefulShutdownHandler graceful;
  private final GracefulShutdownHandler gracefulGrpc;

  private ModelServer(ModelServerCommand command) {
    this.command = command;
    log = new ServerLog(command.log());
    predictions = new PredictionThreads(command.capacity());
    graceful = new GracefulShutdownHandler(new RestApi(servables, predictions));
    gracefulGrpc = new GracefulShutdownHandler(new GrpcApi(servables, predictions));
    main = new Thread(this::run, "model-server");
    main.setDaemon(true);
  }

  /**
   * Starts a server; it may take its time to open its ports, or never do so.
   *
   * @param command what it is started with
   * @return the server, to be closed by the caller
   */
  public static ModelServer start(ModelServerCommand command) {
    ModelServer server = new ModelServer(command);
    server.main.start();
    return server;
  }

  /**
   * Returns where the server listens for what was sent to a port of its container.
   *
   * @param containerPort the port of the command line
   * @return the loopback port, empty while nothing listens
   */
  public OptionalInt loopbackPort(int containerPort) {
    Integer port = ports.get(containerPort);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Returns how many predictions are being computed. */
  int underWay() {
    return predictions.getActiveCount();
  }

  /**
   * Returns the exit code, once there is one.
   *
   * @return completes when the server has ended by itself or was stopped
   */
  public CompletableFuture<Integer> exited() {
    return exited.copy();
  }

  /**
   * Takes no new request, lets those under way end, and stops.
   *
   * @param patience how long to wait for requests under way
   */
  public void stop(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    graceful.shutdown();
    gracefulGrpc.shutdown();
    try {
      graceful.awaitShutdown(Math.max(1, patience.toMillis()));
      gracefulGrpc.awaitShutdown(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exit(TERMINATED);
  }

  /** Stops at once. */
  @Override
  public void close() {
    exit(TERMINATED);
  }

  private void run() {
    try {
      Flags flags = Flags.parse(command.arguments(), log::plain);
      int restPort = flags.number("rest_api_port", 0);
      int grpcPort = flags.number("port", GRPC_PORT);
      new ModelLoader(
              ModelConfig.of(flags, command.files()), command.files(), servables, flags, log)
          .loadAll();
      open(grpcPort, restPort);
    } catch (ServingException e) {
      log.plain("Failed to start server. Error: " + e.status());
      exit(FAILED);
    } catch (InterruptedException e) {
      // The server was stopped while it waited.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.plain("Failed to start server. Error: Internal: " + e);
      exit(FAILED);
    }
  }

  private synchronized void open(int grpcPort, int restPort) {
    if (stopped) {
      return;
    }
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            // Undertow would refuse a batch of more than 2 MiB; TensorFlow Serving does not.
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            // Undertow would end a connection on which more than 200 calls were given up in 30 s.
            .setServerOption(UndertowOptions.MAX_RST_FRAMES_PER_WINDOW, Integer.MAX_VALUE);
    builder.addHttpListener(0, "127.0.0.1", gracefulGrpc);
    if (restPort > 0) {
      builder.addHttpListener(0, "127.0.0.1", graceful);
    }
    Undertow server = builder.build();
    server.start();
    undertow = server;
    ports.put(grpcPort, port(server, 0));
    log.info("model_servers/server.cc", "Running gRPC ModelServer at 0.0.0.0:" + grpcPort + " ...");
    if (restPort > 0) {
      ports.put(restPort, port(server, 1));
      log.info(
          "model_servers/server.cc", "Exporting HTTP/REST API at:localhost:" + restPort + " ...");
      log.plain("[evhttp_server.cc : 238] NET_LOG: Entering the event loop ...");
    }
  }

  private static int port(Undertow server, int listener) {
    return ((InetSocketAddress) server.getListenerInfo().get(listener).getAddress()).getPort();
  }

  private void exit(int code) {
    Undertow server;
    synchronized (this) {
      stopped = true;
      server = undertow;
      undertow = null;
    }
    ports.clear();
    main.interrupt();
    if (server != null) {
      server.stop();
    }
    predictions.shutdownNow();
    exited.complete(code);
  }
}
