package io.elasticinference.internal;

import io.elasticinference.AwaitTimeoutException;
import io.elasticinference.CapacityException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Problem;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches one version until it is ready, can never be, or the time is over. */
final class ObserveStage {

  private final Cluster cluster;
  private final Events events;

  ObserveStage(Cluster cluster, Events events) {
    this.cluster = cluster;
    this.events = events;
  }

  /** What the watch says: a status, or what it cannot outlive. */
  private record Heard(@Nullable ServiceStatus status, @Nullable RuntimeException failure) {}

  ServiceStatus run(ServiceNames names, Duration timeout) {
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    Cluster.Watching watching =
        cluster.watch(
            names,
            status -> heard.add(new Heard(status, null)),
            failure -> heard.add(new Heard(null, failure)));
    try {
      return listen(names, timeout, heard);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ElasticInferenceException(
          "Service '" + names.name() + "': waiting was interrupted (expected: until it is ready).",
          "The service itself goes on; wait again, or delete() it.",
          true,
          e);
    } finally {
      watching.close();
    }
  }

  private ServiceStatus listen(ServiceNames names, Duration timeout, BlockingQueue<Heard> heard)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ServiceStatus last = null;
    while (true) {
      Heard next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw timeout(names, timeout, last);
      }
      if (next.failure() != null) {
        throw next.failure();
      }
      ServiceStatus status = next.status();
      if (status == null || status.equals(last)) {
        continue;
      }
      last = status;
      events.tell(new ServiceEvent.StatusChanged(events.service(), status));
      if (status.ready()) {
        return status;
      }
      failWhenHopeless(names, status);
    }
  }

  private static void failWhenHopeless(ServiceNames names, ServiceStatus status) {
    if (!status.exists()) {
      throw new ElasticInferenceException(
          "Service '"
              + names.name()
              + "' version "
              + names.version()
              + " is not there (expected: a deployed one).",
          "Somebody deleted it: deploy() it again.",
          false,
          null);
    }
    if (status.fatalProblem().isPresent()) {
      throw failure(names, status, status.fatalProblem().get());
    }
  }

  private static ElasticInferenceException failure(
      ServiceNames names, ServiceStatus status, Problem problem) {
    String observed = observed(names, status, ", " + problem);
    if (problem.kind() == Problem.Kind.OUT_OF_STOCK) {
      return new CapacityException(observed, Hints.forProblem(problem), true, null);
    }
    String words =
        problem.lastWords().isEmpty()
            ? ""
            : " Its last words:\n    " + String.join("\n    ", problem.lastWords()) + "\n";
    return new RolloutFailedException(observed + words, Hints.forProblem(problem), problem);
  }

  private static AwaitTimeoutException timeout(
      ServiceNames names, Duration timeout, @Nullable ServiceStatus last) {
    if (last == null) {
      return new AwaitTimeoutException(
          "Service '"
              + names.name()
              + "': no status after "
              + seconds(timeout)
              + " (expected: one at once).",
          "Look whether the API server answers, then wait again.",
          null);
    }
    String problem = last.problems().isEmpty() ? "" : ", " + last.problems().get(0);
    return new AwaitTimeoutException(
        observed(names, last, " after " + seconds(timeout) + problem),
        last.problems().isEmpty()
            ? "Starting may take longer than this: wait again, or look at status()."
            : Hints.forProblem(last.problems().get(0)),
        last);
  }

  private static String observed(ServiceNames names, ServiceStatus status, String more) {
    return "Service '"
        + names.name()
        + "': "
        + status.readyReplicas()
        + "/"
        + status.desiredReplicas()
        + " ready"
        + more
        + " (expected: "
        + status.desiredReplicas()
        + " ready).";
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() >= 120
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
