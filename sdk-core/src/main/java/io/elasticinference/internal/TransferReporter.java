package io.elasticinference.internal;

import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceEvent.DownloadProgress;
import io.elasticinference.event.ServiceEvent.FileProgress;
import io.elasticinference.event.ServiceEvent.UploadProgress;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.Observed;
import io.elasticinference.spi.TransferState;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Signal.Direction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes events of what a store tells of a transfer, with the rate in all and of each file, and
 * tells the telemetry of what was new in them.
 */
final class TransferReporter implements ModelStore.Progress, AutoCloseable {

  /** The constructor of a kind of event. */
  private interface Kind {
    ServiceEvent of(
        String service,
        long doneBytes,
        long totalBytes,
        long bytesPerSecond,
        int doneFiles,
        int totalFiles,
        List<FileProgress> files);
  }

  private final Events events;
  private final Kind kind;
  private final Direction direction;
  private final Observed observed = Observed.current();
  private final LongSupplier nanos;
  private final TransferRate whole = new TransferRate();
  private final Map<String, TransferRate> files = new HashMap<>();
  private long movedBytes;
  private int wholeFiles;
  private long toldRate;

  private TransferReporter(Events events, Kind kind, Direction direction, LongSupplier nanos) {
    this.events = events;
    this.kind = kind;
    this.direction = direction;
    this.nanos = nanos;
  }

  static TransferReporter ofUpload(Events events, LongSupplier nanos) {
    return new TransferReporter(events, UploadProgress::new, Direction.UPLOAD, nanos);
  }

  static TransferReporter ofDownload(Events events, LongSupplier nanos) {
    return new TransferReporter(events, DownloadProgress::new, Direction.DOWNLOAD, nanos);
  }

  @Override
  public void at(long doneBytes, long totalBytes, int doneFiles, int totalFiles) {
    at(new TransferState(doneBytes, totalBytes, 0, doneFiles, totalFiles, List.of()));
  }

  @Override
  public synchronized void at(TransferState state) {
    long now = nanos.getAsLong();
    // Bytes that were there before arrive in no time; they would make a slow link look fast.
    long moved = state.doneBytes() - state.presentBytes();
    long rate = whole.at(now, moved);
    tell(moved, state.doneFiles(), rate);
    List<FileProgress> underWay =
        state.underWay().stream().map(file -> progress(file, now)).toList();
    files.keySet().retainAll(underWay.stream().map(FileProgress::name).toList());
    events.tell(
        kind.of(
            events.service(),
            state.doneBytes(),
            state.totalBytes(),
            rate,
            state.doneFiles(),
            state.totalFiles(),
            underWay));
  }

  private void tell(long moved, int whole, long rate) {
    if (observed.heard()) {
      observed.told(
          new Signal.Transferred(
              direction,
              observed.subject(),
              moved - movedBytes,
              whole - wholeFiles,
              rate - toldRate));
      movedBytes = moved;
      wholeFiles = whole;
      toldRate = rate;
    }
  }

  /** The transfer is over, well or not, so nothing moves any more. */
  @Override
  public synchronized void close() {
    tell(movedBytes, wholeFiles, 0);
  }

  private FileProgress progress(TransferState.File file, long now) {
    long rate =
        files
            .computeIfAbsent(file.name(), name -> new TransferRate())
            .at(now, file.doneBytes() - file.presentBytes());
    return new FileProgress(file.name(), file.doneBytes(), file.totalBytes(), rate);
  }
}
