package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room on this machine for what is downloaded. */
final class LocalSpace {

  private static final String HINT =
      "Free disk space or choose another folder, and download again: what has arrived whole is kept.";

  private LocalSpace() {}

  /**
   * Makes sure, before the first byte is fetched, that all will fit.
   *
   * @throws ModelUploadException where it will not
   */
  static void require(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw full(folder, bytes, free);
    }
  }

  static ModelUploadException full(Path folder, long bytes, long free) {
    return new ModelUploadException(
        "Folder " + folder + ": " + free + " bytes free (expected: " + bytes + ").",
        HINT,
        false,
        null);
  }

  /** Says why a file cannot be written. */
  static ModelUploadException unwritable(Path file, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new ModelUploadException(
        "File " + file + ": " + e + " (expected: a file that can be written).",
        full ? HINT : "Check the folder's permissions, and that nothing else is of that name.",
        false,
        e);
  }
}
