package io.elasticinference.aliyun.internal.oss;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves no multipart upload behind that nobody will end: its parts cost money and are not seen.
 */
final class MultipartCleanup {

  private static final Logger LOG = LoggerFactory.getLogger(MultipartCleanup.class);

  /** How far the server's clock may be behind this machine's. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final MultipartServer server;

  /**
   * Makes one.
   *
   * @param server one that still works, whatever became of the one that sent
   */
  MultipartCleanup(MultipartServer server) {
    this.server = server;
  }

  /**
   * Ends the uploads of these files, or keeps those that the next run can go on with.
   *
   * @param keep whether a next run would help
   * @return what was kept, and what was left that should not be
   */
  Left end(List<MultipartFile> files, boolean keep) {
    Left left = new Left(new ArrayList<>(), new ArrayList<>());
    for (MultipartFile file : files) {
      UploadJournal journal = file.journal();
      if (!journal.opened()) {
        endEarlier(journal, keep, left);
        continue;
      }
      boolean known = !journal.mayHaveLostOne() || abortLost(journal, left);
      if (keep && journal.canGoOn()) {
        left.kept().add(file);
      } else {
        abort(journal, known, left);
      }
    }
    return left;
  }

  /**
   * What is still there.
   *
   * @param kept files whose parts the next run need not send
   * @param open uploads that could not be ended, for the message; each as key and upload id
   */
  record Left(List<MultipartFile> kept, List<String> open) {}

  /** Ends what an earlier run left and cannot be gone on with. */
  void giveBack(UploadCheckpoint checkpoint) {
    String key = checkpoint.target().key();
    Optional<String> id = checkpoint.uploadId();
    id.ifPresent(open -> server.abort(key, open));
    if (id.isEmpty() || checkpoint.requests() > 1) {
      for (String lost : server.open(key, checkpoint.begun().minus(CLOCKS))) {
        server.abort(key, lost);
      }
    }
  }

  /** The upload did not come so far as to look for what an earlier run left of this file. */
  private void endEarlier(UploadJournal journal, boolean keep, Left left) {
    if (keep) {
      return;
    }
    try {
      journal.found().ifPresent(this::giveBack);
      journal.forget();
    } catch (RuntimeException e) {
      LOG.warn("Cannot end an earlier upload of {}: {}", journal.target().key(), e.toString());
      left.open().add(journal.target().key() + " (of an earlier run)");
    }
  }

  /** Where something is left, a checkpoint of it stays, so that the next run tries again. */
  private void abort(UploadJournal journal, boolean forget, Left left) {
    Optional<String> id = journal.uploadId();
    String key = journal.target().key();
    try {
      id.ifPresent(open -> server.abort(key, open));
      if (forget) {
        journal.forget();
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot abort multipart upload {} of {}: {}", id.orElse(""), key, e.toString());
      left.open().add(key + " (upload id " + id.orElse("") + ")");
    }
  }

  private boolean abortLost(UploadJournal journal, Left left) {
    String key = journal.target().key();
    try {
      for (String id : server.open(key, journal.firstAsked().minus(CLOCKS))) {
        if (!id.equals(journal.uploadId().orElse(null))) {
          server.abort(key, id);
        }
      }
      journal.endedLost();
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Cannot end the lost multipart uploads of {}: {}", key, e.toString());
      left.open().add(key + " (upload id unknown)");
      return false;
    }
  }
}
