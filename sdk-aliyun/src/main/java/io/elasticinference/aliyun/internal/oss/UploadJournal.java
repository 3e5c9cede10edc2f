package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how far the upload of one large file is, as it goes, so that the next run can go on
 * with it. Where nothing can be written the upload goes on without. Safe for use by many threads.
 */
final class UploadJournal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);

  /** How much of an upload a power cut may cost; a killed process costs nothing. */
  private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final UploadTarget target;
  private final @Nullable CheckpointFile file;
  private final AtomicBoolean warned;
  private final Map<Integer, Part> parts = new TreeMap<>();
  private int changes;
  private Instant begun = Instant.EPOCH;
  private int requests;
  private boolean opened;
  private @Nullable String id;

  /** How many changes the disk knows, and of which upload; null where it knows none. */
  private int written;

  private @Nullable String writtenId;
  private long synced = System.nanoTime() - SYNC_NANOS;

  private UploadJournal(UploadTarget target, @Nullable CheckpointFile file, AtomicBoolean warned) {
    this.target = target;
    this.file = file;
    this.warned = warned;
  }

  /**
   * Opens the journal of a file.
   *
   * @param warned whether it was told already that nothing can be written; shared by an upload
   */
  static UploadJournal open(CheckpointFolder folder, UploadTarget target, AtomicBoolean warned) {
    try {
      Optional<CheckpointFile> claimed = folder.claim(target);
      if (claimed.isEmpty()) {
        LOG.info(
            "{} is being uploaded to {} by somebody else too; this upload keeps no checkpoint.",
            target.file(),
            target.key());
      }
      return new UploadJournal(target, claimed.orElse(null), warned);
    } catch (IOException e) {
      warn(warned, folder.path().toString(), e);
      return new UploadJournal(target, null, warned);
    }
  }

  UploadTarget target() {
    return target;
  }

  /** What an earlier run left, be it of this file as it is now or not; empty where nothing. */
  Optional<UploadCheckpoint> found() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return file.read(target);
    } catch (IOException e) {
      warn(warned, file.path().toString(), e);
      return Optional.empty();
    }
  }

  /** Goes on with what an earlier run left, of which the server still has these parts. */
  synchronized void resume(UploadCheckpoint found, List<Part> stored) {
    opened = true;
    begun = found.begun();
    requests = found.requests();
    id = found.id();
    writtenId = found.id();
    synchronized (parts) {
      stored.forEach(part -> parts.put(part.number(), part));
    }
  }

  /** A multipart upload is about to be asked for. */
  synchronized void asking() {
    opened = true;
    if (requests == 0) {
      begun = Instant.now();
    }
    requests++;
    write();
  }

  /** One was asked for, and refused. */
  synchronized void refused() {
    requests--;
  }

  /** The server began it. */
  synchronized void begun(String uploadId) {
    id = uploadId;
    write();
  }

  /**
   * A part arrived. On return the disk knows, where it can be written at all; threads that come at
   * the same time share one write.
   */
  void arrived(Part part) {
    int change;
    synchronized (parts) {
      parts.put(part.number(), part);
      change = ++changes;
    }
    synchronized (this) {
      if (written < change) {
        write();
      }
    }
  }

  private void write() {
    if (file == null) {
      return;
    }
    List<Part> now;
    int change;
    synchronized (parts) {
      now = List.copyOf(parts.values());
      change = changes;
    }
    try {
      // Whose id the disk does not know for sure cannot be ended after a power cut, so that one is
      // waited for. Parts are only sent again then.
      boolean sync = now.isEmpty() || System.nanoTime() - synced >= SYNC_NANOS;
      file.write(new UploadCheckpoint(target, begun, requests, id, now), sync);
      if (sync) {
        synced = System.nanoTime();
      }
      writtenId = id;
    } catch (IOException e) {
      warn(warned, file.path().toString(), e);
    }
    written = change; // also where it failed: the next part tries again, and not each thread
  }

  /** The parts that arrived, by number. */
  List<Part> parts() {
    synchronized (parts) {
      return List.copyOf(parts.values());
    }
  }

  /** The upload that is open; empty where none was begun. */
  synchronized Optional<String> uploadId() {
    return Optional.ofNullable(id);
  }

  /** Whether an upload was begun or gone on with, be it ended by now. */
  synchronized boolean opened() {
    return opened;
  }

  /** Whether the next run can go on with this one. */
  synchronized boolean canGoOn() {
    return id != null && id.equals(writtenId);
  }

  /** Whether the server may hold an upload whose id never came here. */
  synchronized boolean mayHaveLostOne() {
    return requests > (id == null ? 0 : 1);
  }

  /** Those that were lost have been ended. */
  synchronized void endedLost() {
    requests = id == null ? 0 : 1;
  }

  /** When the first upload was asked for. */
  synchronized Instant firstAsked() {
    return begun;
  }

  /** The object is made. What may have been lost on the way there is still to be ended. */
  synchronized void completed() {
    requests--;
    id = null;
    if (requests == 0) {
      forget();
    } else {
      clearParts();
      write();
    }
  }

  /** Nothing of the upload is left. */
  synchronized void forget() {
    id = null;
    writtenId = null;
    requests = 0;
    clearParts();
    if (file != null) {
      try {
        file.delete();
      } catch (IOException e) {
        warn(warned, file.path().toString(), e);
      }
    }
  }

  private void clearParts() {
    synchronized (parts) {
      parts.clear();
    }
  }

  private static void warn(AtomicBoolean warned, String path, IOException e) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "Upload checkpoint {}: {} (expected: a folder that can be written). The upload goes on,"
              + " but if it breaks off, the next run begins anew. Set {} to another folder.",
          path,
          e.toString(),
          Environment.OSS_UPLOAD_CHECKPOINTS);
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.debug("Cannot give {} back; the process's end will.", file.path(), e);
      }
    }
  }
}
