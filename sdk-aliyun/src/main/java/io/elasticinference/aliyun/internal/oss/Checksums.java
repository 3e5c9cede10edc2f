package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.InconsistentException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** CRC-64/ECMA-182, the checksum that OSS keeps of every object. */
final class Checksums {

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
    try (FileSlice slice = new FileSlice(file.path(), offset, length, bytes -> {})) {
      slice.writeTo(OutputStream.nullOutputStream());
      return slice.crc64();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
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
}
