package io.elasticinference.event;

import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that happened to a service on its way. */
public sealed interface ServiceEvent {

  /**
   * The service's name.
   *
   * @return as in the specification; where a model is moved without a service, its name or location
   */
  String service();

  /**
   * A stage began.
   *
   * @param service the service's name
   * @param stage which stage
   */
  record StageStarted(String service, Stage stage) implements ServiceEvent {}

  /**
   * A stage ended well.
   *
   * @param service the service's name
   * @param stage which stage
   * @param took how long it took
   */
  record StageFinished(String service, Stage stage, Duration took) implements ServiceEvent {}

  /**
   * Bytes of a model moved. At most about ten a second, and one at the end; the numbers of bytes
   * and files never go backwards.
   */
  sealed interface TransferProgress extends ServiceEvent {

    /**
     * How far it is.
     *
     * @return bytes that were moved or were there
     */
    long doneBytes();

    /**
     * How much it is.
     *
     * @return bytes of the whole version
     */
    long totalBytes();

    /**
     * How fast it was during the last seconds.
     *
     * @return bytes per second; 0 where that is not known yet
     */
    long bytesPerSecond();

    /**
     * How many files have arrived.
     *
     * @return files that are there, whole
     */
    int doneFiles();

    /**
     * How many files it is.
     *
     * @return files of the whole version
     */
    int totalFiles();

    /**
     * The files that are under way.
     *
     * @return those that are begun and not whole yet
     */
    List<FileProgress> files();

    /**
     * How long the rest takes at the rate of the last seconds.
     *
     * @return empty where the rate is not known
     */
    default Optional<Duration> remaining() {
      return ServiceEvent.remaining(totalBytes() - doneBytes(), bytesPerSecond());
    }
  }

  /**
   * Bytes of the model went to the store.
   *
   * @param service the service's name; the model's where it is uploaded without a service
   * @param doneBytes bytes that were sent or were there
   * @param totalBytes bytes of the whole model
   * @param bytesPerSecond how fast they went during the last seconds; 0 where that is not known yet
   * @param doneFiles files that are in the store, whole
   * @param totalFiles files of the whole model
   * @param files the files that are under way
   */
  record UploadProgress(
      String service,
      long doneBytes,
      long totalBytes,
      long bytesPerSecond,
      int doneFiles,
      int totalFiles,
      List<FileProgress> files)
      implements TransferProgress {

    /** Keeps its own copy of the list. */
    public UploadProgress {
      files = List.copyOf(files);
    }
  }

  /**
   * Bytes of a model came from the store.
   *
   * @param service the model's location, since no service is concerned
   * @param doneBytes bytes that were fetched or were there
   * @param totalBytes bytes of the whole version
   * @param bytesPerSecond how fast they came during the last seconds; 0 where that is not known yet
   * @param doneFiles files that are on this machine, whole
   * @param totalFiles files of the whole version
   * @param files the files that are under way
   */
  record DownloadProgress(
      String service,
      long doneBytes,
      long totalBytes,
      long bytesPerSecond,
      int doneFiles,
      int totalFiles,
      List<FileProgress> files)
      implements TransferProgress {

    /** Keeps its own copy of the list. */
    public DownloadProgress {
      files = List.copyOf(files);
    }
  }

  /**
   * How far one file of an upload or download is.
   *
   * @param name its name below the version's folder, with slashes
   * @param doneBytes bytes of it that were moved or were there
   * @param totalBytes its bytes
   * @param bytesPerSecond how fast they went during the last seconds; 0 where that is not known yet
   */
  record FileProgress(String name, long doneBytes, long totalBytes, long bytesPerSecond) {

    /**
     * How long the rest takes at the rate of the last seconds.
     *
     * @return empty where the rate is not known
     */
    public Optional<Duration> remaining() {
      return ServiceEvent.remaining(totalBytes - doneBytes, bytesPerSecond);
    }
  }

  private static Optional<Duration> remaining(long bytes, long bytesPerSecond) {
    if (bytes == 0) {
      return Optional.of(Duration.ZERO);
    }
    return bytesPerSecond == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (1000.0 * bytes / bytesPerSecond)));
  }

  /**
   * The API server accepted an object.
   *
   * @param service the service's name
   * @param change which object, and what happened to it
   */
  record ObjectApplied(String service, PlannedChange change) implements ServiceEvent {}

  /**
   * The service's status changed.
   *
   * @param service the service's name
   * @param status the new status
   */
  record StatusChanged(String service, ServiceStatus status) implements ServiceEvent {}

  /**
   * A stress test that many pods send waits for them; told whenever that changes.
   *
   * @param service the service's name
   * @param what for example {@code 2 of 8 pods ready; bert-load-3: ImagePullBackOff}
   */
  record LoadWaiting(String service, String what) implements ServiceEvent {}

  /**
   * A second of a stress test is over.
   *
   * @param service the service's name
   * @param sample what became of its requests
   * @param status replicas and autoscaler at its end
   */
  record LoadProgress(String service, LoadSample sample, ServiceStatus status)
      implements ServiceEvent {}

  /**
   * A stress test has ended.
   *
   * @param service the service's name
   * @param report what came of it
   */
  record LoadFinished(String service, LoadReport report) implements ServiceEvent {}
}
