package io.elasticinference.event;

import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import java.time.Duration;

/** Something that happened to a service on its way. */
public sealed interface ServiceEvent {

  /**
   * The service's name.
   *
   * @return as in the specification
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
   * Bytes of the model arrived in the store. Never goes backwards.
   *
   * @param service the service's name
   * @param doneBytes bytes that are in the store
   * @param totalBytes bytes of the whole model
   * @param doneFiles files that are in the store
   * @param totalFiles files of the whole model
   */
  record UploadProgress(
      String service, long doneBytes, long totalBytes, int doneFiles, int totalFiles)
      implements ServiceEvent {}

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
}
