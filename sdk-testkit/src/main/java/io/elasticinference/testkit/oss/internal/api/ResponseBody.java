package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.store.Blobs;
import io.elasticinference.testkit.oss.internal.store.Segment;
import io.undertow.server.HttpServerExchange;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSinkChannel;

/** Sends content from the disk without copying it through the program. */
final class ResponseBody {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private ResponseBody() {}

  /** Up to here, head and body leave in one piece. */
  private static final int SMALL = 64 * 1024;

  /** What is done with a range of a file. */
  @FunctionalInterface
  private interface Piece {
    void accept(FileChannel file, long from, long count) throws IOException;
  }

  /** Sends so many bytes of the segments from an offset on, and ends the exchange. */
  static void send(
      HttpServerExchange exchange, Blobs blobs, List<Segment> segments, long offset, long length)
      throws IOException {
    exchange.setResponseContentLength(length);
    if (length <= SMALL) {
      ByteBuffer all = ByteBuffer.allocate((int) length);
      pieces(blobs, segments, offset, length, (file, from, count) -> read(file, from, count, all));
      exchange.getResponseSender().send(all.flip());
      return;
    }
    StreamSinkChannel channel = exchange.getResponseChannel();
    // Undertow forgets the position of a transfer while the head has not been sent.
    flush(channel);
    pieces(
        blobs,
        segments,
        offset,
        length,
        (file, from, count) -> transfer(file, from, count, channel));
    channel.shutdownWrites();
    flush(channel);
    exchange.endExchange();
  }

  private static void pieces(
      Blobs blobs, List<Segment> segments, long offset, long length, Piece piece)
      throws IOException {
    long skip = offset;
    long left = length;
    for (Segment segment : segments) {
      if (left == 0) {
        break;
      }
      if (skip < segment.size()) {
        long count = Math.min(left, segment.size() - skip);
        try (FileChannel file = blobs.open(segment)) {
          if (file.size() < skip + count) {
            throw new EOFException("A blob is shorter than its object says");
          }
          piece.accept(file, skip, count);
        }
        left -= count;
      }
      skip = Math.max(0, skip - segment.size());
    }
  }

  private static void read(FileChannel file, long from, long count, ByteBuffer into)
      throws IOException {
    long position = from;
    into.limit(into.position() + (int) count);
    while (into.hasRemaining()) {
      int read = file.read(into, position);
      if (read < 0) {
        throw new EOFException("A blob became shorter while it was read");
      }
      position += read;
    }
    into.limit(into.capacity());
  }

  private static void transfer(FileChannel file, long from, long count, StreamSinkChannel channel)
      throws IOException {
    long position = from;
    while (position < from + count) {
      long moved = channel.transferFrom(file, position, from + count - position);
      if (moved == 0) {
        await(channel);
      }
      position += moved;
    }
  }

  private static void flush(StreamSinkChannel channel) throws IOException {
    while (!channel.flush()) {
      await(channel);
    }
  }

  private static void await(StreamSinkChannel channel) throws IOException {
    long begin = System.nanoTime();
    channel.awaitWritable(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    if (System.nanoTime() - begin >= TIMEOUT.toNanos()) {
      throw new IOException("The client reads no more");
    }
  }
}
