package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of one version of a model on this machine. */
final class LocalTree {

  private LocalTree() {}

  /**
   * Lists all files below a folder, links followed, in the order of their names.
   *
   * @throws ModelUploadException where there are none, or they cannot be read
   */
  static List<LocalFile> read(Path directory) {
    try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      List<LocalFile> files = new ArrayList<>();
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = name(directory, path);
        if (!name.equals(VersionManifest.NAME)) {
          files.add(LocalFile.of(path, name));
        }
      }
      if (files.isEmpty()) {
        throw failure(directory, "no files", null);
      }
      return files;
    } catch (UncheckedIOException e) {
      throw failure(directory, String.valueOf(e.getCause()), e);
    } catch (IOException e) {
      throw failure(directory, e.toString(), e);
    }
  }

  private static String name(Path directory, Path file) {
    List<String> parts = new ArrayList<>();
    directory.relativize(file).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static ModelUploadException failure(
      Path directory, String observed, @Nullable Throwable cause) {
    return new ModelUploadException(
        "Model folder " + directory + ": " + observed + " (expected: the files of one version).",
        "Check the path that upload(..) names.",
        false,
        cause);
  }
}
