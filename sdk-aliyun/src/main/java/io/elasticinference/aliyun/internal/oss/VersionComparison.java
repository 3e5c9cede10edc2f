package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
   * Compares a version; asks the store for the checksums of those files only whose sizes agree.
   *
   * @param sizes the sizes of what is in the store, by the names below the version's folder
   * @param folder the key of the version's folder, with a slash at its end
   */
  static VersionComparison of(
      List<LocalFile> files, Map<String, Long> sizes, Bucket bucket, String folder, Workers workers)
      throws InterruptedException {
    Map<LocalFile, Entry> equal = new LinkedHashMap<>();
    List<LocalFile> different = new ArrayList<>();
    List<Supplier<Compared>> jobs = new ArrayList<>();
    for (LocalFile file : files) {
      if (Long.valueOf(file.size()).equals(sizes.get(file.name()))) {
        jobs.add(() -> compare(file, bucket, folder));
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

  private static Compared compare(LocalFile file, Bucket bucket, String folder) {
    Optional<Long> stored = bucket.crc64(folder + file.name());
    if (stored.isEmpty()) {
      return new Compared(file, Optional.empty());
    }
    long here = Checksums.of(file);
    return new Compared(file, stored.filter(crc -> crc == here).map(crc -> entry(file, here)));
  }

  static Entry entry(LocalFile file, long crc64) {
    return new Entry(file.name(), file.size(), Long.toUnsignedString(crc64));
  }
}
