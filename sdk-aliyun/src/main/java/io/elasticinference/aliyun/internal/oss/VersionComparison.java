package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a version are in the store already.
 *
 * @param equal those that are there with the same size and CRC64
 * @param different those that are missing, or are others
 */
record VersionComparison(Map<LocalFile, Entry> equal, List<LocalFile> different) {

  /** What was found of one file; no entry where it differs. */
  private record Compared(LocalFile file, Optional<Entry> equal) {}

  /**
   * Compares a version; reads those files only whose sizes agree. What the manifest says of an
   * object holds while its ETag is the same; for the others the store is asked one by one.
   *
   * @param there what is in the store, by the names below the version's folder
   * @param manifest what was written down of it when it was brought there
   * @param folder the key of the version's folder, with a slash at its end
   */
  static VersionComparison of(
      List<LocalFile> files,
      Map<String, RemoteObject> there,
      VersionManifest manifest,
      Bucket bucket,
      String folder,
      Workers workers)
      throws InterruptedException {
    Map<LocalFile, Entry> equal = new LinkedHashMap<>();
    List<LocalFile> different = new ArrayList<>();
    Map<String, Entry> written = new HashMap<>();
    manifest.files().forEach(entry -> written.put(entry.name(), entry));
    List<Supplier<Compared>> jobs = new ArrayList<>();
    for (LocalFile file : files) {
      RemoteObject listed = there.get(file.name());
      if (listed != null && listed.size() == file.size()) {
        Optional<String> known = known(listed, written.get(file.name()));
        jobs.add(
            () ->
                compare(
                    file,
                    listed,
                    known.or(
                        () -> bucket.crc64(folder + file.name()).map(Long::toUnsignedString))));
      } else {
        different.add(file);
      }
    }
    for (Compared compared : workers.all(jobs)) {
      LocalFile file = compared.file();
      compared.equal().ifPresentOrElse(entry -> equal.put(file, entry), () -> different.add(file));
    }
    return new VersionComparison(equal, different);
  }

  private static Optional<String> known(RemoteObject listed, @Nullable Entry written) {
    return written != null
            && written.size() == listed.size()
            && listed.etag().equals(written.etag())
        ? Optional.ofNullable(written.crc64())
        : Optional.empty();
  }

  private static Compared compare(LocalFile file, RemoteObject listed, Optional<String> stored) {
    if (stored.isEmpty()) {
      return new Compared(file, Optional.empty());
    }
    long here = Checksums.of(file);
    return new Compared(
        file,
        stored
            .filter(Long.toUnsignedString(here)::equals)
            .map(crc -> entry(file, new Stored(here, listed.etag()))));
  }

  static Entry entry(LocalFile file, Stored stored) {
    return new Entry(
        file.name(), file.size(), Long.toUnsignedString(stored.crc64()), stored.etag());
  }
}
