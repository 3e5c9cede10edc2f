package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.store.BlobWriter;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSourceChannel;

/** Reads the body of a request in large pieces, in a thread that may block. */
final class RequestBody {

  /** Small enough to stay in a core's cache from the socket to the digests and the disk. */
  private static final int PIECE = 256 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MOST_IN_MEMORY = 8 * 1024 * 1024;

  private static final ThreadLocal<ByteBuffer> DIRECT =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE));
  private static final ThreadLocal<byte[]> ARRAY = ThreadLocal.withInitial(() -> new byte[PIECE]);

  private RequestBody() {}

  /** Takes a piece, in both forms, of the length of the buffer's remaining bytes. */
  @FunctionalInterface
  private interface Sink {
    void accept(ByteBuffer direct, byte[] array) throws IOException;
  }

  /** Reads the body into a blob. */
  static void receive(HttpServerExchange exchange, BlobWriter blob) throws IOException {
    pieces(exchange, blob::write);
  }

  /** Reads a body that must be small. */
  static byte[] bytes(HttpServerExchange exchange) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces(
        exchange,
        (direct, array) -> {
          all.write(array, 0, direct.remaining());
          if (all.size() > MOST_IN_MEMORY) {
            throw OssErrors.entityTooLarge(
                "Your proposed upload exceeds the maximum allowed size.",
                all.size(),
                MOST_IN_MEMORY);
          }
        });
    return all.toByteArray();
  }

  private static void pieces(HttpServerExchange exchange, Sink sink) throws IOException {
    if (HttpContinue.requiresContinueResponse(exchange)) {
      HttpContinue.sendContinueResponseBlocking(exchange);
    }
    StreamSourceChannel channel = exchange.getRequestChannel();
    if (channel == null) {
      throw new IllegalStateException("The body of this request was read already");
    }
    ByteBuffer direct = DIRECT.get();
    byte[] array = ARRAY.get();
    direct.clear();
    while (true) {
      int read = channel.read(direct);
      if (!direct.hasRemaining() || (read <= 0 && direct.position() > 0)) {
        direct.flip();
        direct.mark();
        direct.get(array, 0, direct.remaining());
        direct.reset();
        sink.accept(direct, array);
        direct.clear();
      }
      if (read < 0) {
        return;
      }
      if (read == 0) {
        await(channel);
      }
    }
  }

  private static void await(StreamSourceChannel channel) throws IOException {
    long begin = System.nanoTime();
    channel.awaitReadable(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    if (System.nanoTime() - begin >= TIMEOUT.toNanos()) {
      throw OssErrors.requestTimeout();
    }
  }
}
