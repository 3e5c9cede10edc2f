package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file of a model on this machine, as it was when the upload began.
 *
 * @param path where it is
 * @param name its name below the version's folder, with slashes
 * @param size its bytes
 * @param modified when it was written last
 */
record LocalFile(Path path, String name, long size, FileTime modified) {

  static LocalFile of(Path path, String name) throws IOException {
    return of(path, name, Files.readAttributes(path, BasicFileAttributes.class));
  }

  static LocalFile of(Path path, String name, BasicFileAttributes found) {
    return new LocalFile(path, name, found.size(), found.lastModifiedTime());
  }

  /**
   * Makes sure that it is still the same.
   *
   * @throws ModelUploadException where something wrote to it, or it cannot be read
   */
  void checkUnchanged() {
    LocalFile now;
    try {
      now = of(path, name);
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (now.size != size) {
      throw changed(now.size + " bytes (expected: " + size);
    }
    if (!now.modified.equals(modified)) {
      throw changed("written at " + now.modified + " (expected: " + modified);
    }
  }

  private ModelUploadException changed(String observed) {
    return new ModelUploadException(
        "Model file " + path + ": " + observed + ", as when the upload began).",
        "Upload again when nothing writes to the folder.",
        false,
        null);
  }

  ModelUploadException unreadable(IOException e) {
    return new ModelUploadException(
        "Model file " + path + ": " + e + " (expected: a file that can be read).",
        "Check its permissions, and that it is not removed during the upload.",
        false,
        e);
  }
}
