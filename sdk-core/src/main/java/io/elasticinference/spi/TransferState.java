package io.elasticinference.spi;

import java.util.List;

/**
 * How far a transfer of a model's files is.
 *
 * @param doneBytes bytes that were sent or were there, those of the files under way among them
 * @param totalBytes bytes of the whole transfer
 * @param presentBytes those of the done bytes that had arrived before this transfer began
 * @param doneFiles files that are there, whole
 * @param totalFiles files of the whole transfer
 * @param underWay the files that are begun and not whole yet
 */
public record TransferState(
    long doneBytes,
    long totalBytes,
    long presentBytes,
    int doneFiles,
    int totalFiles,
    List<File> underWay) {

  /**
   * How far one file is.
   *
   * @param name its name below the version's folder, with slashes
   * @param doneBytes bytes of it that were sent or were there
   * @param totalBytes its bytes
   * @param presentBytes those of the done bytes that had arrived before this transfer began
   */
  public record File(String name, long doneBytes, long totalBytes, long presentBytes) {}

  /** Keeps its own copy of the list. */
  public TransferState {
    underWay = List.copyOf(underWay);
  }
}
