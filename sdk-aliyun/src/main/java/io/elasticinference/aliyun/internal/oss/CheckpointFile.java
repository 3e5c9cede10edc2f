package io.elasticinference.aliyun.internal.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint of one upload on disk, claimed by this process until it is closed. At any moment,
 * also after a crash, the file holds one whole checkpoint or is not there.
 */
final class CheckpointFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

  private final Path file;
  private final FileLock claim;

  CheckpointFile(Path file, FileLock claim) {
    this.file = file;
    this.claim = claim;
  }

  Path path() {
    return file;
  }

  /** Reads it; empty where there is none, or it cannot be understood. */
  Optional<UploadCheckpoint> read() throws IOException {
    return text().flatMap(UploadCheckpoint::parse);
  }

  /**
   * Reads it, and of one that is damaged what is left, so that the upload can still be ended.
   *
   * @param way the way that checkpoints of this name are of
   */
  Optional<UploadCheckpoint> read(UploadTarget way) throws IOException {
    Optional<String> text = text();
    Optional<UploadCheckpoint> whole = text.flatMap(UploadCheckpoint::parse);
    if (whole.isPresent() || text.isEmpty()) {
      return whole;
    }
    LOG.warn("Upload checkpoint {} is damaged; {} is sent anew.", file, way.file());
    return UploadCheckpoint.salvage(text.get(), way);
  }

  private Optional<String> text() throws IOException {
    try {
      return Optional.of(new String(Files.readAllBytes(file), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes it, so that it outlives this process, and the machine too where it is to be synced.
   *
   * @param sync whether to wait for the disk
   */
  void write(UploadCheckpoint checkpoint, boolean sync) throws IOException {
    Path fresh = fresh();
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, CheckpointFolder.ownerOnly("rw-------"));
    // Not a channel: an interrupt, which ends uploads, would close it half written.
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(checkpoint.toJson().getBytes(UTF_8));
      if (sync) {
        out.getFD().sync();
      }
    }
    Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** Removes it, also what a process left that was killed while it wrote. */
  void delete() throws IOException {
    Files.deleteIfExists(fresh());
    Files.deleteIfExists(file);
  }

  private Path fresh() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  /** Lets others claim it. */
  @Override
  public void close() throws IOException {
    claim.release();
  }
}
