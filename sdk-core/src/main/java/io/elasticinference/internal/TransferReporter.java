package io.elasticinference.internal;

import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceEvent.DownloadProgress;
import io.elasticinference.event.ServiceEvent.FileProgress;
import io.elasticinference.event.ServiceEvent.UploadProgress;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.TransferState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes events of what a store tells of a transfer, with the rate in all and of each file. */
final class TransferReporter implements ModelStore.Progress {

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
  private final LongSupplier nanos;
  private final TransferRate whole = new TransferRate();
  private final Map<String, TransferRate> files = new HashMap<>();

  private TransferReporter(Events events, Kind kind, LongSupplier nanos) {
    this.events = events;
    this.kind = kind;
    this.nanos = nanos;
  }

  static TransferReporter ofUpload(Events events, LongSupplier nanos) {
    return new TransferReporter(events, UploadProgress::new, nanos);
  }

  static TransferReporter ofDownload(Events events, LongSupplier nanos) {
    return new TransferReporter(events, DownloadProgress::new, nanos);
  }

  @Override
  public void at(long doneBytes, long totalBytes, int doneFiles, int totalFiles) {
    at(new TransferState(doneBytes, totalBytes, 0, doneFiles, totalFiles, List.of()));
  }

  @Override
  public synchronized void at(TransferState state) {
    long now = nanos.getAsLong();
    // Bytes that were there before arrive in no time; they would make a slow link look fast.
    long rate = whole.at(now, state.doneBytes() - state.presentBytes());
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

  private FileProgress progress(TransferState.File file, long now) {
    long rate =
        files
            .computeIfAbsent(file.name(), name -> new TransferRate())
            .at(now, file.doneBytes() - file.presentBytes());
    return new FileProgress(file.name(), file.doneBytes(), file.totalBytes(), rate);
  }
}
