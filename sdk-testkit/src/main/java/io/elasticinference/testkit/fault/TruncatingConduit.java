package io.elasticinference.testkit.fault;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Passes a given number of body bytes on and closes the connection as soon as one more is written.
 */
final class TruncatingConduit extends AbstractStreamSinkConduit<StreamSinkConduit> {

  private final Closeable connection;
  private long remaining;

  TruncatingConduit(StreamSinkConduit next, Closeable connection, long bytes) {
    super(next);
    this.connection = connection;
    this.remaining = bytes;
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    if (!src.hasRemaining()) {
      return 0;
    }
    if (remaining == 0) {
      return cut();
    }
    int limit = src.limit();
    if (src.remaining() > remaining) {
      src.limit(src.position() + (int) remaining);
    }
    try {
      int written = next.write(src);
      remaining -= written;
      return written;
    } finally {
      src.limit(limit);
    }
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (srcs[i].hasRemaining()) {
        return write(srcs[i]);
      }
    }
    return 0;
  }

  @Override
  public int writeFinal(ByteBuffer src) throws IOException {
    return Conduits.writeFinalBasic(this, src);
  }

  @Override
  public long writeFinal(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return Conduits.writeFinalBasic(this, srcs, offset, length);
  }

  @Override
  public long transferFrom(FileChannel src, long position, long count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (remaining == 0) {
      return cut();
    }
    long moved = next.transferFrom(src, position, Math.min(count, remaining));
    remaining -= moved;
    return moved;
  }

  @Override
  public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer)
      throws IOException {
    return IoUtils.transfer(source, count, throughBuffer, new ConduitWritableByteChannel(this));
  }

  /** Sends what was passed on before, then breaks off; zero while the socket is not ready. */
  private int cut() throws IOException {
    if (!next.flush()) {
      return 0;
    }
    IoUtils.safeClose(connection);
    throw new IOException("Answer truncated by an injected fault");
  }
}
