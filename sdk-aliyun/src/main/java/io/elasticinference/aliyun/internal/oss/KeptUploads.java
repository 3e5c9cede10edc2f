package io.elasticinference.aliyun.internal.oss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What uploads from this machine to one bucket have kept, and nobody goes on with now. */
final class KeptUploads {

  private static final Logger LOG = LoggerFactory.getLogger(KeptUploads.class);

  /** Who has not gone on with an upload for so long won't. */
  static final Duration STALE = Duration.ofDays(7);

  private final CheckpointFolder folder;
  private final MultipartServer server;
  private final OssEndpoint endpoint;
  private final String bucket;

  KeptUploads(
      CheckpointFolder folder, MultipartServer server, OssEndpoint endpoint, String bucket) {
    this.folder = folder;
    this.server = server;
    this.endpoint = endpoint;
    this.bucket = bucket;
  }

  /**
   * Discards those below a prefix.
   *
   * @return how many there were
   */
  int discard(String prefix) {
    return discard(checkpoint -> checkpoint.target().key().startsWith(prefix));
  }

  /** Discards that of a file that is in the store whole by now. */
  void discard(UploadTarget way) {
    if (folder.holds(way)) {
      discard(checkpoint -> checkpoint.target().sameWay(way));
    }
  }

  /** Discards those whose file has changed since, and those of last week; fails never. */
  void sweep(Instant now) {
    try {
      int swept = discard(checkpoint -> hasChanged(checkpoint.target()) || isOld(checkpoint, now));
      if (swept > 0) {
        LOG.info("Ended {} earlier uploads to {} that nothing can go on with.", swept, bucket);
      }
    } catch (RuntimeException e) {
      LOG.warn("Earlier uploads to {} could not be ended: {}", bucket, e.toString());
    }
  }

  private int discard(Predicate<UploadCheckpoint> which) {
    int discarded = 0;
    try {
      for (String name : folder.names()) {
        discarded += folder.read(name).filter(which).isPresent() && discard(name, which) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return discarded;
  }

  private boolean discard(String name, Predicate<UploadCheckpoint> which) throws IOException {
    Optional<CheckpointFile> claimed = folder.claim(name);
    if (claimed.isEmpty()) {
      return false;
    }
    try (CheckpointFile file = claimed.get()) {
      Optional<UploadCheckpoint> found = file.read().filter(this::isOurs).filter(which);
      if (found.isEmpty()) {
        return false;
      }
      new MultipartCleanup(server).giveBack(found.get());
      file.delete();
      return true;
    }
  }

  private boolean isOurs(UploadCheckpoint checkpoint) {
    return checkpoint.target().bucket().equals(bucket)
        && checkpoint.target().endpoint().equals(endpoint.url().toString());
  }

  private static boolean hasChanged(UploadTarget target) {
    Path file = target.path();
    try {
      return Files.exists(file)
          && !(Files.size(file) == target.size()
              && Files.getLastModifiedTime(file).toString().equals(target.modified()));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isOld(UploadCheckpoint checkpoint, Instant now) {
    return folder.written(checkpoint.target()).plus(STALE).isBefore(now);
  }
}
