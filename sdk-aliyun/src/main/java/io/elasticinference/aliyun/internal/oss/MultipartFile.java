package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.model.PartSummary;
import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One large file on its way in parts, which many threads send. Whoever sends the first part begins
 * the upload, or goes on with an earlier run's; whoever sends the last one ends it.
 */
final class MultipartFile {

  private final LocalFile file;
  private final FileSender sender;
  private final UploadJournal journal;
  private final UploadTarget target;

  /** What an earlier run sent, by part; not used again where the file holds something else now. */
  private final @Nullable Part[] earlier;

  private int missing;
  private @Nullable String uploadId;

  MultipartFile(LocalFile file, FileSender sender, UploadJournal journal) {
    this.file = file;
    this.sender = sender;
    this.journal = journal;
    this.target = journal.target();
    this.missing = target.parts();
    this.earlier = new Part[missing];
  }

  int parts() {
    return earlier.length;
  }

  LocalFile file() {
    return file;
  }

  UploadJournal journal() {
    return journal;
  }

  long length(int part) {
    return target.length(part + 1);
  }

  /**
   * Sends one part, unless an earlier run did.
   *
   * @param part from 0
   * @param meter hears how much of the part was sent
   * @return what the whole file is now, where this was the last part of all to arrive
   */
  Optional<Stored> send(int part, ProgressMeter.Piece meter) {
    String id = begin();
    if (isThere(part)) {
      meter.present();
    } else {
      Part sent = sender.part(file, target, id, part + 1, meter);
      meter.sent();
      journal.arrived(sent);
    }
    synchronized (this) {
      missing--;
      if (missing > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(complete(id));
  }

  /** Looks at the bytes, since a file can change and still look the same from outside. */
  private boolean isThere(int part) {
    Part sent = earlier[part];
    return sent != null && Checksums.of(file, part * target.partBytes(), sent.size()) == sent.crc();
  }

  private synchronized String begin() {
    String id = uploadId;
    if (id == null) {
      id = goOn().orElseGet(() -> sender.multipart().begin(target.key(), journal));
      uploadId = id;
    }
    return id;
  }

  /** Goes on with what an earlier run left; what is of no use any more is given back first. */
  private Optional<String> goOn() {
    Optional<UploadCheckpoint> found = journal.found();
    if (found.isEmpty() || !found.get().target().sameWay(target)) {
      return Optional.empty();
    }
    UploadCheckpoint checkpoint = found.get();
    Optional<String> id = checkpoint.uploadId();
    if (id.isPresent() && checkpoint.target().equals(target)) {
      Optional<Map<Integer, PartSummary>> there = sender.multipart().parts(target.key(), id.get());
      if (there.isPresent()) {
        List<Part> stored =
            checkpoint.parts().stream()
                .filter(part -> isStored(part, there.get().get(part.number())))
                .toList();
        stored.forEach(part -> earlier[part.number() - 1] = part);
        journal.resume(checkpoint, stored);
        return id;
      }
    }
    new MultipartCleanup(sender.multipart()).giveBack(checkpoint);
    return Optional.empty();
  }

  private boolean isStored(Part part, @Nullable PartSummary stored) {
    return stored != null
        && stored.getETag().equals(part.etag())
        && stored.getSize() == part.size()
        && part.number() <= target.parts()
        && part.size() == target.length(part.number());
  }

  private Stored complete(String id) {
    file.checkUnchanged();
    List<Part> parts = journal.parts();
    long whole = 0;
    for (Part part : parts) {
      whole = Crc64.combine(whole, part.crc(), part.size());
    }
    Optional<Stored> made = sender.multipart().complete(target.key(), id, parts, whole);
    journal.completed();
    if (made.isEmpty()) {
      throw new ModelUploadException(
          "Model file "
              + file.path()
              + ": OSS holds other bytes at "
              + target.key()
              + " than were sent (expected: the same).",
          "Upload again, which sends this file anew.",
          true,
          null);
    }
    return made.get();
  }
}
