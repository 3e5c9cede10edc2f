package io.elasticinference.testkit.oss.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The blobs of a store, with a count of who uses each: objects, parts and readers. A blob is
 * deleted with its last use, so that copies cost nothing and a reader never loses what it reads.
 * Thread-safe.
 */
public final class Blobs {

  private final Path directory;
  private final boolean md5;
  private final Map<String, Integer> uses = new HashMap<>();

  Blobs(Path directory, boolean md5) throws IOException {
    this.md5 = md5;
    this.directory = Files.createDirectories(directory);
  }

  /**
   * Begins a blob.
   *
   * @param digest whether its MD5 is needed, even where tags are made without
   */
  public BlobWriter create(boolean digest) throws IOException {
    String id = UUID.randomUUID().toString();
    return new BlobWriter(this, id, path(id), md5 || digest);
  }

  public FileChannel open(Segment segment) throws IOException {
    return FileChannel.open(path(segment.blob()), StandardOpenOption.READ);
  }

  /** Counts one more use of each, unless one of them is gone already. */
  public synchronized boolean retain(List<Segment> segments) {
    for (Segment segment : segments) {
      if (!uses.containsKey(segment.blob())) {
        return false;
      }
    }
    segments.forEach(segment -> uses.merge(segment.blob(), 1, Integer::sum));
    return true;
  }

  /** Counts one use of each less, and deletes those that are not used any more. */
  public void release(List<Segment> segments) {
    segments.forEach(segment -> release(segment.blob()));
  }

  /** Gives a blob back that became no part and no object. */
  public void release(Blob blob) {
    release(blob.id());
  }

  void release(String id) {
    synchronized (this) {
      Integer left = uses.computeIfPresent(id, (blob, count) -> count == 1 ? null : count - 1);
      if (left != null) {
        return;
      }
    }
    try {
      Files.deleteIfExists(path(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts a use of a blob that was just written, or found at the start. */
  synchronized void use(String id) {
    uses.merge(id, 1, Integer::sum);
  }

  /** Checks at the start that a blob is there. */
  void use(Segment segment) throws IOException {
    if (!Files.exists(path(segment.blob()))) {
      throw new NoSuchFileException(path(segment.blob()).toString());
    }
    use(segment.blob());
  }

  /** Deletes at the start what nobody uses: writes that a killed server did not finish. */
  synchronized void sweep() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (!uses.containsKey(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private Path path(String id) {
    return directory.resolve(id);
  }
}
