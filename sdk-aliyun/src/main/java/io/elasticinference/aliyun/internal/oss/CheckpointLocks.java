package io.elasticinference.aliyun.internal.oss;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Locks by which the uploads of all processes of this machine keep out of each other's way: one
 * byte of one file for each upload. The file stays, since one that is removed while another process
 * opens it would be two; and it stays open, since a process that closes a file loses all its locks
 * on it (POSIX).
 */
final class CheckpointLocks {

  private static final String FILE = ".lock";
  private static final Map<Path, FileChannel> OPEN = new HashMap<>();

  private CheckpointLocks() {}

  /**
   * Takes the lock of an upload.
   *
   * @param name hex digits, of which the first 15 choose the byte
   * @return empty where another upload has it, in this process or another
   */
  static Optional<FileLock> take(Path folder, String name) throws IOException {
    long position = Long.parseLong(name.substring(0, 15), 16);
    try {
      return Optional.ofNullable(channel(folder).tryLock(position, 1, false));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  private static FileChannel channel(Path folder) throws IOException {
    Path file = folder.toRealPath().resolve(FILE);
    synchronized (OPEN) {
      FileChannel open = OPEN.get(file);
      if (open != null && open.isOpen() && Files.exists(file)) {
        return open;
      }
      FileChannel made =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      OPEN.put(file, made);
      return made;
    }
  }
}
