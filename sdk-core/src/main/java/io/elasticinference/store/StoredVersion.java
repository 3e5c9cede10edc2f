package io.elasticinference.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model as it lies in the store.
 *
 * @param number its number, which is its folder's name
 * @param files its files, by name; this SDK's own manifest is not among them
 * @param lastModified when something in its folder was written last
 * @param problemFound why it is not complete; null where it is
 */
public record StoredVersion(
    long number, List<StoredFile> files, Instant lastModified, @Nullable String problemFound) {

  /** Keeps its own copy of the list. */
  public StoredVersion {
    files = List.copyOf(files);
  }

  /**
   * Whether it can be served. What this SDK uploaded is complete when the upload ended and each
   * file that its manifest lists is there with the same size; what another tool uploaded, when
   * there is a {@code saved_model.pb}, {@code saved_model.pbtxt} or {@code config.json}.
   *
   * @return false while an upload or a deletion is under way or broke off, and where files are
   *     missing
   */
  public boolean complete() {
    return problemFound == null;
  }

  /**
   * Why it is not complete.
   *
   * @return one clause, for example {@code 1 of 4 files is missing: variables/variables.index};
   *     empty where it is complete
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problemFound);
  }

  /**
   * The size of its files together.
   *
   * @return bytes
   */
  public long sizeBytes() {
    return files.stream().mapToLong(StoredFile::sizeBytes).sum();
  }

  /** Without the files, of which there may be many. */
  @Override
  public String toString() {
    return "StoredVersion["
        + number
        + ", "
        + files.size()
        + " files, "
        + sizeBytes()
        + " bytes, "
        + lastModified
        + (problemFound == null ? "" : ", " + problemFound)
        + "]";
  }
}
