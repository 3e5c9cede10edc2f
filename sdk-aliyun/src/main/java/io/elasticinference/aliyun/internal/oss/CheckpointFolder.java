package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the checkpoints of uploads lie: one small file each, which only its owner may read. It is
 * made when the first large file is sent.
 *
 * @param path the folder
 */
record CheckpointFolder(Path path) {

  private static final String SUFFIX = ".json";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.json");

  /** The setting, else the user's folder for what can be had again (XDG base directories). */
  static CheckpointFolder of(Environment environment) {
    Path folder =
        environment
            .get(Environment.OSS_UPLOAD_CHECKPOINTS)
            .map(Path::of)
            .orElseGet(() -> cache(environment).resolve("elastic-inference").resolve("uploads"));
    return new CheckpointFolder(folder.toAbsolutePath());
  }

  private static Path cache(Environment environment) {
    return environment
        .get("XDG_CACHE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute) // others are to be ignored, says the specification
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
  }

  /**
   * Claims an upload's checkpoint.
   *
   * @return empty where another upload has claimed it
   * @throws IOException where the folder cannot be made or written
   */
  Optional<CheckpointFile> claim(UploadTarget target) throws IOException {
    Files.createDirectories(path, ownerOnly("rwx------"));
    return claim(target.name());
  }

  /** Claims the checkpoint of a name that {@link #names} gave. */
  Optional<CheckpointFile> claim(String name) throws IOException {
    Optional<FileLock> lock = CheckpointLocks.take(path, name);
    return lock.map(held -> new CheckpointFile(file(name), held));
  }

  /** The names of all checkpoints there are. */
  List<String> names() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList();
    }
  }

  /** Looks at a checkpoint without claiming it. */
  Optional<UploadCheckpoint> read(String name) throws IOException {
    try {
      return UploadCheckpoint.parse(Files.readString(file(name)));
    } catch (NoSuchFileException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a checkpoint of the same way. */
  boolean holds(UploadTarget way) {
    return Files.exists(file(way.name()));
  }

  /** When a checkpoint was written last; now where that cannot be told. */
  Instant written(UploadTarget way) {
    try {
      return Files.getLastModifiedTime(file(way.name())).toInstant();
    } catch (IOException e) {
      return Instant.now();
    }
  }

  private Path file(String name) {
    return path.resolve(name + SUFFIX);
  }

  static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
