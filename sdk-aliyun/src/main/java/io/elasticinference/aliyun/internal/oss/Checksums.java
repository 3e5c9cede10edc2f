package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.common.utils.CRC64;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** CRC-64/ECMA-182, the checksum that OSS keeps of every object. */
final class Checksums {

  private static final int BUFFER = 256 * 1024;

  private Checksums() {}

  /**
   * Reads a file through.
   *
   * @throws io.elasticinference.ModelUploadException where it cannot be read
   */
  static long of(LocalFile file) {
    return of(file, 0, file.size());
  }

  /**
   * Reads a piece of a file through.
   *
   * @throws io.elasticinference.ModelUploadException where it cannot be read
   */
  static long of(LocalFile file, long offset, long length) {
    CRC64 crc = new CRC64();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = new FileSlice(file.path(), offset, length, bytes -> {})) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedReadException();
        }
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    return crc.getValue();
  }

  /**
   * Makes sure that the server has what was sent.
   *
   * @throws InconsistentException where it has not, or does not say
   */
  static long same(@Nullable Long sent, @Nullable Long stored, String requestId) {
    if (sent == null || stored == null || !sent.equals(stored)) {
      throw new InconsistentException(sent, stored, requestId);
    }
    return sent;
  }

  /** The thread that reads was interrupted. */
  static final class InterruptedReadException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
