package io.elasticinference.testkit.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongConsumer;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Counts the bytes of a body that comes in chunks, and fails when there are too many. */
final class CountingConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {

  private final long limit;
  private final LongConsumer count;
  private long total;

  CountingConduit(StreamSourceConduit next, long limit, LongConsumer count) {
    super(next);
    this.limit = limit;
    this.count = count;
  }

  /** The body is larger than the gateway takes. */
  static final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1;

    TooLargeException() {
      super("the request's body is too large");
    }
  }

  private void count(long bytes) throws IOException {
    if (bytes > 0) {
      total += bytes;
      count.accept(bytes);
    }
    if (total > limit) {
      throw new TooLargeException();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = next.read(target);
    count(read);
    return read;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long read = next.read(targets, offset, length);
    count(read);
    return read;
  }

  @Override
  public long transferTo(long position, long length, FileChannel target) throws IOException {
    long read = next.transferTo(position, length, target);
    count(read);
    return read;
  }

  @Override
  public long transferTo(long length, ByteBuffer through, StreamSinkChannel target)
      throws IOException {
    long read = next.transferTo(length, through, target);
    // What stays in the buffer was read, too.
    count(read + (read < 0 ? 0 : through.remaining()));
    return read;
  }
}
