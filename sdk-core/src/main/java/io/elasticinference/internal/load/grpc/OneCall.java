package io.elasticinference.internal.load.grpc;

import io.elasticinference.internal.load.CallEnd;
import io.elasticinference.internal.load.Calls;
import io.elasticinference.load.FailureKind;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one call. Its tracer knows what the call's own listener does not: when the
 * request went out to the socket, and whether a status came from the server or from the library
 * itself.
 */
final class OneCall extends ClientStreamTracer.Factory {
  private final GrpcCalls calls;
  private final ManagedChannel channel;
  private final Calls.Listener listener;
  private volatile boolean sent;
  private volatile boolean answered;
  private byte @Nullable [] reply;

  OneCall(GrpcCalls calls, ManagedChannel channel, Calls.Listener listener) {
    this.calls = calls;
    this.channel = channel;
    this.listener = listener;
  }

  void start(ClientCall<byte[], byte[]> call, Metadata headers, byte[] message) {
    call.start(new Outcome(), headers);
    call.request(2);
    call.sendMessage(message);
    call.halfClose();
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new Tracer();
  }

  private final class Tracer extends ClientStreamTracer {
    /** The library tells it when the head's bytes have been handed to the socket. */
    @Override
    public void outboundHeaders() {
      if (!sent) {
        sent = true;
        listener.sent();
      }
    }

    @Override
    public void inboundTrailers(Metadata trailers) {
      answered = true;
    }
  }

  private final class Outcome extends ClientCall.Listener<byte[]> {
    @Override
    public void onMessage(byte[] message) {
      reply = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      listener.ended(end(status));
    }
  }

  private CallEnd end(Status status) {
    if (status.isOk()) {
      byte[] message = reply;
      Optional<String> problem =
          message == null
              ? Optional.of("no message")
              : PredictReply.problem(message, calls.output());
      return new CallEnd(
          Status.Code.OK.value(),
          problem.isPresent() ? FailureKind.BODY : null,
          problem.orElse(""));
    }
    if (answered) {
      return new CallEnd(status.getCode().value(), FailureKind.STATUS, GrpcFailures.text(status));
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return outOfTime();
    }
    FailureKind kind = GrpcFailures.kind(status, sent);
    if (!sent) {
      calls.reconnect();
    }
    return new CallEnd(CallEnd.NONE, kind, GrpcFailures.text(status));
  }

  private CallEnd outOfTime() {
    if (sent) {
      return new CallEnd(CallEnd.NONE, FailureKind.TIMEOUT, "no reply in time");
    }
    return GrpcCalls.isConnected(channel)
        ? CallEnd.DROPPED
        : new CallEnd(CallEnd.NONE, FailureKind.CONNECT_TIMEOUT, "not connected in time");
  }
}
