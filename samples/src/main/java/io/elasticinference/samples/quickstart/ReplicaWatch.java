package io.elasticinference.samples.quickstart;

import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import java.time.Duration;
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
}
