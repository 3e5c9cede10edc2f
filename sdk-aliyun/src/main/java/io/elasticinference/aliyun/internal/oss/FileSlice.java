package io.elasticinference.aliyun.internal.oss;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A piece of a file as a stream that can go back to its mark however far it has read, by seeking,
 * so that a client may send it again without holding it in memory. For one thread.
 */
final class FileSlice extends InputStream {

  /** The client reads 2 KiB at a time; this saves it from a system call for each. */
  private static final int BUFFER = 128 * 1024;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private final LongConsumer passed;
  private final long begin;
  private final long end;

  /** Where in the file the buffer's end is. */
  private long position;

  private long mark;

  /**
   * Opens a piece.
   *
   * @param passed hears how many bytes of the piece were taken, from time to time
   */
  FileSlice(Path file, long offset, long length, LongConsumer passed) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.passed = passed;
    this.begin = offset;
    this.position = offset;
    this.mark = offset;
    this.end = offset + length;
  }

  @Override
  public int read() throws IOException {
    return fill() ? Byte.toUnsignedInt(buffer.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, buffer.remaining());
    buffer.get(target, offset, n);
    return n;
  }

  /** Makes sure that the buffer holds something; false at the end. */
  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    passed.accept(position - begin);
    if (position >= end) {
      return false;
    }
    buffer.clear().limit((int) Math.min(BUFFER, end - position));
    int n = channel.read(buffer, position);
    buffer.flip();
    if (n < 0) {
      // Else the server would wait for the rest until one of both gives up.
      throw new EOFException("the file ends at " + position + " (expected: " + end + ")");
    }
    position += n;
    return true;
  }

  @Override
  public int available() {
    return buffer.remaining();
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int readLimit) {
    mark = position - buffer.remaining();
  }

  @Override
  public synchronized void reset() {
    position = mark;
    buffer.limit(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
