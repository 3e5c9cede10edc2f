package io.elasticinference.internal.load;

import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request, one buffer for each of its bodies, which are taken in turn. One thread's
 * own: the buffers' positions move while they are written.
 */
final class EncodedRequests {
  private final ByteBuffer[] buffers;
  private int next;

  private EncodedRequests(ByteBuffer[] buffers) {
    this.buffers = buffers;
  }

  static EncodedRequests of(LoadTarget target, LoadRequest request) {
    List<byte[]> bodies = request.bodies();
    if (bodies.isEmpty()) {
      return new EncodedRequests(new ByteBuffer[] {encode(target, request, null)});
    }
    ByteBuffer[] buffers = new ByteBuffer[bodies.size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = encode(target, request, bodies.get(i));
    }
    return new EncodedRequests(buffers);
  }

  /** The same bytes for another thread, which begins far from where the others do. */
  EncodedRequests duplicate(Share share) {
    ByteBuffer[] copies = new ByteBuffer[buffers.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = buffers[i].duplicate();
    }
    EncodedRequests copy = new EncodedRequests(copies);
    copy.next = share.first(copies.length);
    return copy;
  }

  /** The request whose turn it is. */
  ByteBuffer next() {
    ByteBuffer buffer = buffers[next];
    next = next + 1 == buffers.length ? 0 : next + 1;
    return buffer;
  }

  private static ByteBuffer encode(LoadTarget target, LoadRequest request, byte @Nullable [] body) {
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ');
    head.append(request.path().orElse(target.path())).append(" HTTP/1.1\r\n");
    header(head, "Host", target.hostHeader());
    if (request.headers().keySet().stream()
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).equals("user-agent"))) {
      header(head, "User-Agent", "elastic-inference-load");
    }
    request.headers().forEach((name, value) -> header(head, name, value));
    if (!request.keepAlive()) {
      header(head, "Connection", "close");
    }
    if (body != null) {
      request.contentType().ifPresent(type -> header(head, "Content-Type", type));
      header(head, "Content-Length", Integer.toString(body.length));
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      bytes.writeBytes(body);
    }
    return ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip();
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
