package io.elasticinference.testkit.node;

import io.elasticinference.testkit.modelserver.ModelServer;
import io.elasticinference.testkit.modelserver.VllmServer;
import io.undertow.Undertow;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The kinds of processes that containers run here. */
final class Processes {
  private static final int TERMINATED = 143;

  private Processes() {}

  /** A model server. */
  record Model(ModelServer server) implements ContainerProcess {
    @Override
    public OptionalInt loopbackPort(int containerPort) {
      return server.loopbackPort(containerPort);
    }

    @Override
    public CompletableFuture<Integer> exited() {
      return server.exited();
    }

    @Override
    public void stop(Duration patience) {
      server.stop(patience);
    }
  }

  /** A server of language models. */
  record Vllm(VllmServer server) implements ContainerProcess {
    @Override
    public OptionalInt loopbackPort(int containerPort) {
      return server.loopbackPort(containerPort);
    }

    @Override
    public CompletableFuture<Integer> exited() {
      return server.exited();
    }

    @Override
    public void stop(Duration patience) {
      server.stop(patience);
    }
  }

  /** A process that ends as soon as it starts. */
  record Crashing(CompletableFuture<Integer> exited) implements ContainerProcess {
    static Crashing with(int exitCode) {
      return new Crashing(CompletableFuture.completedFuture(exitCode));
    }

    @Override
    public OptionalInt loopbackPort(int containerPort) {
      return OptionalInt.empty();
    }

    @Override
    public void stop(Duration patience) {
      exited.complete(TERMINATED);
    }
  }

  /** A process that runs and listens nowhere. */
  record Silent(CompletableFuture<Integer> exited) implements ContainerProcess {
    static Silent start() {
      return new Silent(new CompletableFuture<>());
    }

    @Override
    public OptionalInt loopbackPort(int containerPort) {
      return OptionalInt.empty();
    }

    @Override
    public void stop(Duration patience) {
      exited.complete(TERMINATED);
    }
  }

  /**
   * A web server that answers 200 on every port of its container: what an image that is not known
   * here is played by.
   */
  record Web(Undertow undertow, List<Integer> ports, CompletableFuture<Integer> exited)
      implements ContainerProcess {
    static Web start(List<Integer> ports, String answer) {
      Undertow.Builder builder = Undertow.builder().setIoThreads(1).setWorkerThreads(1);
      for (int i = 0; i < ports.size(); i++) {
        builder.addHttpListener(
            0,
            "127.0.0.1",
            exchange -> {
              exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
              exchange.getResponseSender().send(answer);
            });
      }
      Undertow undertow = builder.build();
      undertow.start();
      return new Web(undertow, ports, new CompletableFuture<>());
    }

    @Override
    public OptionalInt loopbackPort(int containerPort) {
      int index = ports.indexOf(containerPort);
      return index < 0 || exited.isDone()
          ? OptionalInt.empty()
          : OptionalInt.of(
              ((InetSocketAddress) undertow.getListenerInfo().get(index).getAddress()).getPort());
    }

    @Override
    public void stop(Duration patience) {
      if (exited.complete(TERMINATED)) {
        undertow.stop();
      }
    }
  }
}
