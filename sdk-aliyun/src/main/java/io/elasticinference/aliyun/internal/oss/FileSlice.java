package io.elasticinference.aliyun.internal.oss;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A piece of a file that is written to a server in large bites, each of which is summed up while it
 * is in the processor's cache. A stream by name only, since the OSS client takes bodies as streams:
 * {@link PieceClient} sees to it that they are written so. For one thread.
 */
final class FileSlice extends InputStream {

  /** As much as the platform writes to a socket at once (sun.nio.ch.NioSocketImpl: 128 KiB). */
  private static final int BITE = 128 * 1024;

  /** A thread's own, so that many small files need no more memory than a large one. */
  private static final ThreadLocal<byte[]> BITES = ThreadLocal.withInitial(() -> new byte[BITE]);

  private final FileChannel channel;
  private final LongConsumer passed;
  private final long begin;
  private final long length;
  private long crc64;
  private boolean summed;

  /**
   * Opens a piece.
   *
   * @param passed hears how many bytes of the piece were written, from time to time
   */
  FileSlice(Path file, long offset, long length, LongConsumer passed) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.passed = passed;
    this.begin = offset;
    this.length = length;
  }

  /**
   * Writes the whole piece, from its beginning; may be done again.
   *
   * @throws EOFException where the file ends before the piece does
   */
  void writeTo(OutputStream out) throws IOException {
    summed = false;
    Crc64 crc = new Crc64();
    byte[] bite = BITES.get();
    long done = 0;
    while (done < length) {
      ByteBuffer buffer = ByteBuffer.wrap(bite, 0, (int) Math.min(bite.length, length - done));
      int n = channel.read(buffer, begin + done);
      if (n < 0) {
        // Else the server would wait for the rest until one of both gives up.
        throw new EOFException("the file ends at " + (begin + done));
      }
      crc.update(bite, 0, n);
      out.write(bite, 0, n);
      done += n;
      passed.accept(done);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
    }
    crc64 = crc.value();
    summed = true;
  }

  /**
   * The checksum of what was written.
   *
   * @throws IllegalStateException where not all of it was
   */
  long crc64() {
    if (!summed) {
      throw new IllegalStateException("the piece was not written to its end");
    }
    return crc64;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("written, not read");
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    throw new UnsupportedOperationException("written, not read");
  }

  /** So that the client takes it as it is, and puts no buffer around it. */
  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int readLimit) {}

  @Override
  public synchronized void reset() {}

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
