package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.common.utils.CRC64;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
    CRC64 crc = new CRC64();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedReadException();
        }
      }
    } catch (IOException e) {
      throw FileSender.unreadable(file, e);
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
