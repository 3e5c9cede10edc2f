package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.ModelStore.Progress;
import java.util.List;

/** Adds up what has arrived, and tells it one at a time, so that it never goes backwards. */
final class ProgressMeter {

  private final Progress progress;
  private final long totalBytes;
  private final int totalFiles;
  private long doneBytes;
  private int doneFiles;

  ProgressMeter(List<LocalFile> files, Progress progress) {
    this.progress = progress;
    this.totalBytes = files.stream().mapToLong(LocalFile::size).sum();
    this.totalFiles = files.size();
  }

  synchronized void start() {
    tell();
  }

  synchronized void arrived(long bytes) {
    doneBytes += bytes;
    tell();
  }

  /** A file is whole, with the last bytes of it that were not told yet. */
  synchronized void finished(long lastBytes) {
    doneBytes += lastBytes;
    doneFiles++;
    tell();
  }

  /** How many files are in the store. */
  synchronized int doneFiles() {
    return doneFiles;
  }

  private void tell() {
    progress.at(doneBytes, totalBytes, doneFiles, totalFiles);
  }
}
