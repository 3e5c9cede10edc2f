package io.elasticinference.internal;

import io.elasticinference.ServiceStatus;
import io.elasticinference.load.Timeline;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes what a service's replicas and autoscaler do into a timeline, status by status. */
public final class ScalingRecorder {

  private static final String REPLICAS = "replicas";
  private static final String RATE = "req/s";

  private final Timeline timeline;
  private final Clock clock;
  private @Nullable ServiceStatus last;

  /**
   * Records into a timeline.
   *
   * @param timeline where to
   * @param clock says when a status was seen
   */
  public ScalingRecorder(Timeline timeline, Clock clock) {
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * Takes the next status.
   *
   * @param status as the watch tells it
   */
  public synchronized void saw(ServiceStatus status) {
    Instant now = clock.instant();
    timeline.record("wanted", REPLICAS, now, status.desiredReplicas());
    timeline.record("ready", REPLICAS, now, status.answeringReplicas());
    status
        .scaling()
        .ifPresent(
            scaling ->
                scaling
                    .currentInAll()
                    .ifPresent(
                        rate -> timeline.record("as the autoscaler sees it", RATE, now, rate)));
    if (last != null && last.desiredReplicas() != status.desiredReplicas()) {
      boolean out = status.desiredReplicas() > last.desiredReplicas();
      timeline.mark(
          now,
          out ? "scale-out" : "scale-in",
          last.desiredReplicas() + " → " + status.desiredReplicas());
    }
    last = status;
  }
}
