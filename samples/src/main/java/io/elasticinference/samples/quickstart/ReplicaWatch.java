package io.elasticinference.samples.quickstart;

import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Follows the replicas of a service. */
final class ReplicaWatch implements ServiceListener {

  private @Nullable ServiceStatus last;
  private int most;

  @Override
  public synchronized void onEvent(ServiceEvent event) {
    if (event instanceof ServiceEvent.StatusChanged changed) {
      last = changed.status();
      most = Math.max(most, last.answeringReplicas());
      notifyAll();
    }
  }

  /** The most replicas that were ready at one time. */
  synchronized int most() {
    return most;
  }

  /** How many are ready now. */
  synchronized int now() {
    return last == null ? 0 : last.answeringReplicas();
  }

  /** Waits until exactly so many are there and ready; answers whether that happened in time. */
  synchronized boolean await(int replicas, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (last == null
          || last.answeringReplicas() != replicas
          || last.totalReplicas() != replicas) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Replicas and the autoscaler's view, for the live line. */
  synchronized String line() {
    ServiceStatus status = last;
    if (status == null) {
      return "replicas ?";
    }
    String seen =
        status
            .scaling()
            .filter(scaling -> scaling.currentInAll().isPresent())
            .map(
                scaling -> String.format(Locale.ROOT, "%.0f", scaling.currentInAll().getAsDouble()))
            .orElse("no");
    return String.format(
        Locale.ROOT,
        "autoscaler sees %3s QPS, wants %d, ready %d",
        seen,
        status.desiredReplicas(),
        status.answeringReplicas());
  }
}
