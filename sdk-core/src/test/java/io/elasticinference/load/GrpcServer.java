package io.elasticinference.load;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** grpc-java's own server, which answers each call as a test says. */
final class GrpcServer implements AutoCloseable {
  /** A PredictResponse with the output y, a tensor without anything in it. */
  static final byte[] REPLY = {0x0a, 5, 0x0a, 1, 'y', 0x12, 0};

  /** Says what becomes of a call. */
  @FunctionalInterface
  interface Answer {
    void to(Call call);
  }

  /** A call that waits for its answer. */
  record Call(ServerCall<byte[], byte[]> call, ScheduledExecutorService clock) {
    void reply(byte[] reply) {
      call.sendHeaders(new Metadata());
      call.sendMessage(reply);
      call.close(Status.OK, new Metadata());
    }

    void fail(Status status) {
      call.close(status, new Metadata());
    }

    void replyIn(long millis) {
      var unused = clock.schedule(() -> reply(REPLY), millis, TimeUnit.MILLISECONDS);
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  final List<byte[]> messages = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Server server;

  GrpcServer(Answer answer) throws IOException {
    this(answer, 0, Integer.MAX_VALUE, null);
  }

  GrpcServer(Answer answer, int port, int streams, @Nullable SSLContext tls) throws IOException {
    MethodDescriptor<byte[], byte[]> predict =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("tensorflow.serving.PredictionService/Predict")
            .setRequestMarshaller(Bytes.MARSHALLER)
            .setResponseMarshaller(Bytes.MARSHALLER)
            .build();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .maxConcurrentCallsPerConnection(streams)
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("tensorflow.serving.PredictionService")
                    .addMethod(predict, handler(answer))
                    .build());
    if (tls != null) {
      builder.sslContext(
          new JdkSslContext(
              tls,
              false,
              null,
              SupportedCipherSuiteFilter.INSTANCE,
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  "h2"),
              ClientAuth.NONE,
              null,
              false));
    }
    server = builder.build().start();
  }

  private ServerCallHandler<byte[], byte[]> handler(Answer answer) {
    return (call, metadata) -> {
      headers.add(metadata);
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          messages.add(message);
          answer.to(new Call(call, clock));
        }
      };
    };
  }

  int port() {
    return server.getPort();
  }

  LoadTarget target() {
    return LoadTarget.of(URI.create("http://127.0.0.1:" + port()));
  }

  @Override
  public void close() {
    server.shutdownNow();
    clock.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
