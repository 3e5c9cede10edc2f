package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow Serving's {@code PredictionService} over gRPC without TLS, of which it plays {@code
 * Predict} (tensorflow_serving/model_servers/prediction_service_impl.cc). The frame around
 * messages, the trailers and the codes are those of the gRPC over HTTP2 protocol.
 */
final class GrpcApi implements HttpHandler {
  private static final String SERVICE = "/tensorflow.serving.PredictionService/";
  private static final String PREDICT = SERVICE + "Predict";
  private static final String CONTENT_TYPE = "application/grpc";
  private static final HttpString STATUS = new HttpString("grpc-status");
  private static final HttpString MESSAGE = new HttpString("grpc-message");

  /** A byte that says whether the message is compressed, and four of its length. */
  private static final int FRAME_HEAD = 5;

  private final Servables servables;
  private final Executor predictions;

  GrpcApi(Servables servables, Executor predictions) {
    this.servables = servables;
    this.predictions = predictions;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE));
    if (!exchange.getProtocol().equals(Protocols.HTTP_2_0) || !type.startsWith(CONTENT_TYPE)) {
      exchange.setStatusCode(exchange.getProtocol().equals(Protocols.HTTP_2_0) ? 415 : 505);
      exchange.endExchange();
      return;
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, CONTENT_TYPE);
    exchange.getRequestReceiver().receiveFullBytes(this::received);
  }

  private void received(HttpServerExchange exchange, byte[] body) {
    if (!exchange.getRequestPath().equals(PREDICT)) {
      fail(exchange, unplayed(exchange.getRequestPath()));
      return;
    }
    exchange.dispatch(
        task -> {
          try {
            predictions.execute(task);
          } catch (RejectedExecutionException e) {
            fail(
                exchange,
                new ServingException(
                    ServingException.Code.UNAVAILABLE, "The server is shutting down"));
          }
        },
        (HttpServerExchange e) -> predict(e, body));
  }

  private static ServingException unplayed(String path) {
    return new ServingException(
        ServingException.Code.UNIMPLEMENTED,
        path.startsWith(SERVICE)
            ? path + " is not played by the local cloud: use Predict"
            : "The server does not implement the method " + path);
  }

  private void predict(HttpServerExchange exchange, byte[] body) {
    byte[] answer;
    try {
      answer = new GrpcPredict(servables).answer(ProtoMessage.parse(message(body)));
    } catch (ServingException e) {
      fail(exchange, e);
      return;
    } catch (IOException | UncheckedIOException e) {
      fail(
          exchange,
          new ServingException(
              ServingException.Code.INTERNAL, "Error parsing request: " + e.getMessage()));
      return;
    }
    HeaderMap trailers = new HeaderMap();
    trailers.put(STATUS, 0);
    exchange.putAttachment(HttpAttachments.RESPONSE_TRAILERS, trailers);
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEAD + answer.length);
    frame.put((byte) 0).putInt(answer.length).put(answer).flip();
    exchange.getResponseSender().send(frame);
  }

  private static ByteString message(byte[] body) {
    if (body.length < FRAME_HEAD || ByteBuffer.wrap(body).getInt(1) != body.length - FRAME_HEAD) {
      throw new ServingException(
          ServingException.Code.INTERNAL, "A frame of another length than it says");
    }
    if (body[0] != 0) {
      throw new ServingException(
          ServingException.Code.UNIMPLEMENTED, "Compressed messages are not played");
    }
    return ByteString.copyFrom(body, FRAME_HEAD, body.length - FRAME_HEAD);
  }

  /** Without a message, the status stands in the head: an answer of trailers only. */
  private static void fail(HttpServerExchange exchange, ServingException e) {
    exchange.getResponseHeaders().put(STATUS, e.code().number);
    exchange.getResponseHeaders().put(MESSAGE, percentEncoded(e.getMessage()));
    exchange.endExchange();
  }

  private static String percentEncoded(@Nullable String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : String.valueOf(text).getBytes(StandardCharsets.UTF_8)) {
      encoded.append(
          b >= ' ' && b <= '~' && b != '%' ? String.valueOf((char) b) : String.format("%%%02X", b));
    }
    return encoded.toString();
  }
}
