package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.utils.CRC64;
import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way here in pieces, which many threads fetch. It is written under another name,
 * and gets its own when all bytes are there and right.
 */
final class IncomingFile {

  private static final int BUFFER = 128 * 1024;

  private final RemoteObject object;
  private final Path target;
  private final Path temporary;
  private final long crc64;
  private final long pieceBytes;
  private final long[] crcs;
  private int missing;
  private @Nullable FileChannel channel;

  /**
   * Makes one.
   *
   * @param target the file that it becomes
   * @param temporary what it is until then
   * @param crc64 the checksum that it must have
   * @param pieceBytes the size of all pieces but the last
   */
  IncomingFile(RemoteObject object, Path target, Path temporary, long crc64, long pieceBytes) {
    this.object = object;
    this.target = target;
    this.temporary = temporary;
    this.crc64 = crc64;
    this.pieceBytes = pieceBytes;
    this.missing = Math.max(1, Math.toIntExact((object.size() + pieceBytes - 1) / pieceBytes));
    this.crcs = new long[missing];
  }

  int pieces() {
    return crcs.length;
  }

  long length(int piece) {
    return Math.min(pieceBytes, object.size() - piece * pieceBytes);
  }

  /**
   * Fetches one piece.
   *
   * @param piece from 0
   * @param onBytes hears how many bytes of it have arrived
   * @return whether it was the last one, so that the file is in its place now
   */
  boolean fetch(int piece, OSS client, OssRetry retry, String bucket, LongConsumer onBytes) {
    long from = piece * pieceBytes;
    try (ObjectStream in = new ObjectStream(client, retry, bucket, object, from, length(piece))) {
      FileChannel out = channel();
      byte[] buffer = new byte[BUFFER];
      long at = from;
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          at += out.write(bytes, at);
        }
        onBytes.accept(at - from);
      }
      return arrived(piece, in.crc64());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** What breaks here is the network's, not the disk's. */
  private int read(ObjectStream in, byte[] buffer) {
    try {
      return in.read(buffer, 0, buffer.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized FileChannel channel() throws IOException {
    FileChannel opened = channel;
    if (opened == null) {
      opened =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      channel = opened;
    }
    return opened;
  }

  private synchronized boolean arrived(int piece, long crc) throws IOException {
    crcs[piece] = crc;
    missing--;
    if (missing > 0) {
      return false;
    }
    close();
    long whole = 0;
    for (int i = 0; i < crcs.length; i++) {
      whole = CRC64.combine(whole, crcs[i], length(i));
    }
    if (whole != crc64) {
      throw new ModelUploadException(
          "Model file "
              + object.key()
              + ": other bytes arrived than were uploaded (expected: their CRC64).",
          "Download again; if it stays, the object was changed after its upload: upload it again.",
          true,
          null);
    }
    move();
    return true;
  }

  private void move() throws IOException {
    Path folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Gives up what has not arrived whole. */
  synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private ModelUploadException unwritable(IOException e) {
    return LocalSpace.unwritable(target, e);
  }
}
