package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where files are while they arrive: a hidden folder beside the version's, so that neither a model
 * server nor a later upload takes them for files of the model. Only one download a version uses it
 * at once; what one that was killed has left there is deleted by the next.
 */
final class DownloadFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  private DownloadFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @param versionDirectory the folder that the files are for
   * @throws ModelUploadException where another download has it
   */
  static DownloadFolder take(Path versionDirectory) throws IOException {
    Path folder =
        versionDirectory.resolveSibling("." + versionDirectory.getFileName() + ".download");
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new ModelUploadException(
          "Folder " + versionDirectory + ": another download writes to it (expected: none).",
          "Wait for it, or choose another folder.",
          true,
          null);
    }
    DownloadFolder taken = new DownloadFolder(folder, channel);
    taken.clear();
    return taken;
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A name for a file that arrives. */
  Path temporary(int number) {
    return folder.resolve(number + ".part");
  }

  private void clear() throws IOException {
    for (Path file : files()) {
      if (!file.endsWith(LOCK)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    clear();
    Files.deleteIfExists(folder.resolve(LOCK));
    channel.close();
    Files.deleteIfExists(folder);
  }
}
