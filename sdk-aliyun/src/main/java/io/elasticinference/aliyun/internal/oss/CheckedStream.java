package io.elasticinference.aliyun.internal.oss;

import java.io.FilterInputStream;
import java.io.IOException;

/** A whole object as a stream whose end fails where the bytes are not those that the store has. */
final class CheckedStream extends FilterInputStream {

  private final ObjectStream bytes;
  private final long crc64;
  private final String what;

  CheckedStream(ObjectStream bytes, long crc64, String what) {
    super(bytes);
    this.bytes = bytes;
    this.crc64 = crc64;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    int read = bytes.read();
    if (read < 0) {
      check();
    }
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = bytes.read(target, offset, length);
    if (n < 0) {
      check();
    }
    return n;
  }

  /** Skipping reads, so that the sum is that of all bytes. */
  @Override
  public long skip(long length) throws IOException {
    byte[] buffer = new byte[8192];
    long left = length;
    while (left > 0) {
      int n = read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        break;
      }
      left -= n;
    }
    return length - left;
  }

  private void check() throws IOException {
    if (bytes.crc64() != crc64) {
      throw new IOException(
          what + ": other bytes arrived than are stored (expected: their CRC64). Read it again.");
    }
  }
}
