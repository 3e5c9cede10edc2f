package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.BlobWriter;
import io.elasticinference.testkit.oss.internal.store.Blobs;
import io.elasticinference.testkit.oss.internal.store.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Copies a range of an object's content into a blob of its own, for UploadPartCopy. */
final class PieceCopy {

  private static final int PIECE = 256 * 1024;

  private PieceCopy() {}

  static Blob copy(Blobs blobs, List<Segment> segments, ByteRange range) throws IOException {
    byte[] array = new byte[PIECE];
    ByteBuffer buffer = ByteBuffer.wrap(array);
    try (BlobWriter writer = blobs.create(false)) {
      long begin = 0;
      for (Segment segment : segments) {
        long from = Math.max(range.first(), begin) - begin;
        long to = Math.min(range.last() + 1, begin + segment.size()) - begin;
        if (from < to) {
          try (FileChannel file = blobs.open(segment)) {
            copy(file, from, to, buffer, array, writer);
          }
        }
        begin += segment.size();
      }
      return writer.finish();
    }
  }

  private static void copy(
      FileChannel file, long from, long to, ByteBuffer buffer, byte[] array, BlobWriter writer)
      throws IOException {
    long position = from;
    while (position < to) {
      buffer.clear().limit((int) Math.min(PIECE, to - position));
      int read = file.read(buffer, position);
      if (read < 0) {
        throw new EOFException("A blob is shorter than its object says");
      }
      position += read;
      writer.write(buffer.flip(), array);
    }
  }
}
