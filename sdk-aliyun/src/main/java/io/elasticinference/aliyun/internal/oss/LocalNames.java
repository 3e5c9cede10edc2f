package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which local file an object becomes. Whoever may write to a bucket chooses its keys, so none may
 * lead out of the folder.
 */
final class LocalNames {

  private LocalNames() {}

  /**
   * Finds the file's place.
   *
   * @param folder where all files go
   * @param name the object's name below the version's folder
   * @throws ModelUploadException where it would lie elsewhere, or can be no file here
   */
  static Path resolve(Path folder, String name) {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\\') >= 0) {
        throw refused(name, null);
      }
    }
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(name).normalize();
      if (!file.startsWith(root) || file.equals(root)) {
        throw refused(name, null);
      }
      return file;
    } catch (InvalidPathException e) {
      throw refused(name, e);
    }
  }

  private static ModelUploadException refused(String name, @Nullable Throwable cause) {
    return new ModelUploadException(
        "Object '"
            + name.replaceAll("\\p{Cntrl}", "?")
            + "': its name is refused as a file's name (expected: one that stays in the folder,"
            + " without empty, . and .. parts and \\).",
        "Rename or delete the object; nothing was downloaded.",
        false,
        cause);
  }
}
