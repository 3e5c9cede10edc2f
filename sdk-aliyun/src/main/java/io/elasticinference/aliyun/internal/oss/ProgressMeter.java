package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.ModelStore.Progress;
import io.elasticinference.spi.TransferState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Adds up what is sent, and tells it one at a time and at most ten times a second, so that it never
 * goes backwards and costs nothing. Bytes that are sent once more count once.
 */
final class ProgressMeter {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Progress progress;
  private final LongSupplier nanos;
  private final long totalBytes;
  private final int totalFiles;
  private final Map<LocalFile, TransferState.File> underWay = new LinkedHashMap<>();
  private long doneBytes;
  private long presentBytes;
  private int doneFiles;
  private long told;

  ProgressMeter(List<LocalFile> files, Progress progress) {
    this(files, progress, System::nanoTime);
  }

  ProgressMeter(List<LocalFile> files, Progress progress, LongSupplier nanos) {
    this.progress = progress;
    this.nanos = nanos;
    this.totalBytes = files.stream().mapToLong(LocalFile::size).sum();
    this.totalFiles = files.size();
  }

  synchronized void start() {
    tell();
  }

  /** A file is in the store, and was before. */
  synchronized void present(LocalFile file) {
    moved(file, file.size(), true);
    finished(file);
  }

  /** A file is in the store, whole. */
  synchronized void finished(LocalFile file) {
    underWay.remove(file);
    doneFiles++;
    if (doneFiles == totalFiles) {
      tell();
    } else {
      tellNowAndThen();
    }
  }

  /** How many files are in the store. */
  synchronized int doneFiles() {
    return doneFiles;
  }

  /**
   * Follows one piece of a file.
   *
   * @param length its bytes
   */
  Piece piece(LocalFile file, long length) {
    return new Piece(file, length);
  }

  private synchronized void moved(LocalFile file, long bytes, boolean present) {
    doneBytes += bytes;
    presentBytes += present ? bytes : 0;
    TransferState.File before = underWay.get(file);
    long already = before == null ? 0 : before.doneBytes();
    long earlier = before == null ? 0 : before.presentBytes();
    underWay.put(
        file,
        new TransferState.File(
            file.name(), already + bytes, file.size(), earlier + (present ? bytes : 0)));
    tellNowAndThen();
  }

  private void tellNowAndThen() {
    if (nanos.getAsLong() - told >= PAUSE_NANOS) {
      tell();
    }
  }

  private void tell() {
    told = nanos.getAsLong();
    progress.at(
        new TransferState(
            doneBytes,
            totalBytes,
            presentBytes,
            doneFiles,
            totalFiles,
            List.copyOf(underWay.values())));
  }

  /** A piece that one thread at a time sends, maybe more than once. */
  final class Piece {

    private final LocalFile file;
    private final long length;
    private long furthest;

    private Piece(LocalFile file, long length) {
      this.file = file;
      this.length = length;
    }

    /** So much of it is sent, in this try. */
    void at(long bytes) {
      to(bytes, false);
    }

    /** All of it is sent. */
    void sent() {
      to(length, false);
    }

    /** All of it was there before. */
    void present() {
      to(length, true);
    }

    private void to(long bytes, boolean present) {
      if (bytes > furthest) {
        moved(file, bytes - furthest, present);
        furthest = bytes;
      }
    }
  }
}
