package io.elasticinference.internal.load.grpc;

import io.elasticinference.internal.load.Calls;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadTarget;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Calls over some HTTP/2 connections of grpc-java, all of them on one thread of their own. Nothing
 * is tried twice, and nothing waits for a connection to come back: what a real client would hide is
 * to be seen.
 */
public final class GrpcCalls implements Calls {
  private static final String HTTP_2 = "h2";
  private static final long BETWEEN_RECONNECTS = Duration.ofMillis(100).toNanos();

  static final MethodDescriptor<byte[], byte[]> PREDICT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(GrpcRequest.PATH.substring(1))
          .setRequestMarshaller(Bytes.INSTANCE)
          .setResponseMarshaller(Bytes.INSTANCE)
          .build();

  private final EventLoopGroup thread;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Metadata metadata = new Metadata();
  private final @Nullable String output;
  private final AtomicLong reconnected = new AtomicLong(System.nanoTime());
  private int next;

  private GrpcCalls(GrpcRequest request) {
    this.thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("load-grpc", true), NioIoHandler.newFactory());
    this.output = request.expectedOutput().orElse(null);
    request
        .metadata()
        .forEach(
            (key, value) ->
                metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value));
  }

  /**
   * Makes connections when the first calls need them.
   *
   * @param address where to
   * @param target what the calls ask for, and whether over TLS
   * @param request headers and expectations
   * @param connections how many, at least 1
   * @param trust whose certificates to trust; null without TLS
   * @return the calls, to be closed by the caller
   */
  public static Calls open(
      InetSocketAddress address,
      LoadTarget target,
      GrpcRequest request,
      int connections,
      @Nullable SSLContext trust) {
    GrpcWarmUp.once();
    return connect(address, target, request, connections, trust);
  }

  static GrpcCalls connect(
      InetSocketAddress address,
      LoadTarget target,
      GrpcRequest request,
      int connections,
      @Nullable SSLContext trust) {
    GrpcCalls calls = new GrpcCalls(request);
    for (int i = 0; i < connections; i++) {
      NettyChannelBuilder builder =
          NettyChannelBuilder.forAddress(address)
              .overrideAuthority(target.hostHeader())
              .eventLoopGroup(calls.thread)
              .channelType(NioSocketChannel.class)
              .directExecutor()
              .disableRetry()
              .maxInboundMessageSize(Integer.MAX_VALUE);
      if (target.tls() && trust != null) {
        builder.negotiationType(NegotiationType.TLS).sslContext(tls(trust));
      } else {
        builder.negotiationType(NegotiationType.PLAINTEXT);
      }
      calls.channels.add(builder.build());
    }
    return calls;
  }

  /** The certificate must be of the authority's host: the channel asks for that by itself. */
  private static JdkSslContext tls(SSLContext trust) {
    return new JdkSslContext(
        trust,
        true,
        null,
        SupportedCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            HTTP_2),
        ClientAuth.NONE,
        null,
        false);
  }

  @Override
  public void begin(byte[] message, Duration patience, Listener listener) {
    ManagedChannel channel = channels.get(next);
    next = (next + 1) % channels.size();
    Metadata headers = new Metadata();
    headers.merge(metadata);
    OneCall call = new OneCall(this, channel, listener);
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(call);
    call.start(channel.newCall(PREDICT, options), headers, message);
  }

  /** The output that a reply must have; null when any will do. */
  @Nullable String output() {
    return output;
  }

  static boolean isConnected(ManagedChannel channel) {
    return channel.getState(false) == ConnectivityState.READY;
  }

  /**
   * Lets connections be tried again. By itself the library would wait longer from time to time, and
   * go on to fail calls to a server that is back already.
   */
  void reconnect() {
    long last = reconnected.get();
    long now = System.nanoTime();
    if (now - last > BETWEEN_RECONNECTS && reconnected.compareAndSet(last, now)) {
      channels.forEach(ManagedChannel::resetConnectBackoff);
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : channels) {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      }
      thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
