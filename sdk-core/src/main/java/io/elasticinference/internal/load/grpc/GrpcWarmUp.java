package io.elasticinference.internal.load.grpc;

import io.elasticinference.internal.load.CallEnd;
import io.elasticinference.internal.load.Calls;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadTarget;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's thousands of classes take seconds to be loaded and some more calls to become fast:
 * without this, the first requests of the first run in a JVM would be late by that, and the server
 * would get the blame. So a JVM's first run begins with calls to a server of its own, on loopback.
 */
final class GrpcWarmUp {
  private static final Logger log = LoggerFactory.getLogger(GrpcWarmUp.class);
  private static final int CALLS = 2_000;
  private static final int AT_ONCE = 16;
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static boolean done;

  private GrpcWarmUp() {}

  static synchronized void once() {
    if (done) {
      return;
    }
    done = true;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("tensorflow.serving.PredictionService")
                    .addMethod(GrpcCalls.PREDICT, new Echo())
                    .build())
            .build();
    try {
      server.start();
      call(new InetSocketAddress(loopback, server.getPort()));
    } catch (IOException e) {
      log.debug("Not warmed up: no server on loopback", e);
    } finally {
      server.shutdownNow();
      await(server);
    }
  }

  private static void call(InetSocketAddress address) {
    GrpcRequest request = GrpcRequest.predict("warm-up");
    byte[] message = request.messages().findFirst().orElseThrow();
    LoadTarget target =
        new LoadTarget(
            address.getAddress().getHostAddress(),
            address.getPort(),
            GrpcRequest.PATH,
            "localhost",
            false);
    Semaphore free = new Semaphore(AT_ONCE);
    long end = System.nanoTime() + LONGEST.toNanos();
    try (Calls calls = GrpcCalls.connect(address, target, request, 1, null)) {
      for (int i = 0; i < CALLS && System.nanoTime() < end; i++) {
        if (free.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
          calls.begin(message, LONGEST, new Release(free));
        }
      }
      free.tryAcquire(AT_ONCE, LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Server server) {
    try {
      server.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Release(Semaphore free) implements Calls.Listener {
    @Override
    public void sent() {
      // Only the end matters.
    }

    @Override
    public void ended(CallEnd end) {
      free.release();
    }
  }

  /** Answers what it was asked, which is no prediction, and need not be one. */
  private static final class Echo implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          call.sendHeaders(new Metadata());
          call.sendMessage(message);
        }

        @Override
        public void onHalfClose() {
          call.close(Status.OK, new Metadata());
        }
      };
    }
  }
}
