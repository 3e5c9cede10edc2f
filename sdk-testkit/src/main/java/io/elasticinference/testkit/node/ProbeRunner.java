package io.elasticinference.testkit.node;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Runs one probe of a running container when it is due, and counts what decides. */
final class ProbeRunner {
  /**
   * Until the first success a probe is run this often at least, so that a pod is ready as soon as
   * it can be.
   */
  private static final Duration EAGER = Duration.ofMillis(200);

  private final Probe probe;
  private final boolean eager;
  private long dueNanos;
  private long eventNanos;
  private int successes;
  private int failures;
  private boolean passing;

  /**
   * Starts to count.
   *
   * @param probe what to run
   * @param eager whether it is run more often until it has succeeded; failures before then count
   *     for nothing
   */
  ProbeRunner(Probe probe, boolean eager) {
    this.probe = probe;
    this.eager = eager;
    dueNanos = System.nanoTime() + probe.initialDelay().toNanos();
    eventNanos = dueNanos;
  }

  /** Returns how long to wait until the probe is due, zero or less when it is. */
  long nanosUntilDue() {
    return dueNanos - System.nanoTime();
  }

  /**
   * Runs the probe.
   *
   * @return what is worth an event: a failure, at most once a period
   */
  Optional<String> run(String podAddress, IntFunction<OptionalInt> loopbackPort)
      throws InterruptedException {
    Optional<String> failure = probe.run(podAddress, loopbackPort);
    if (failure.isEmpty()) {
      successes++;
      failures = 0;
      passing = passing || successes >= probe.successThreshold();
    } else {
      failures++;
      successes = 0;
      passing = passing && failures < probe.failureThreshold();
    }
    long now = System.nanoTime();
    boolean hurry = eager && !passing;
    Duration pause = hurry && EAGER.compareTo(probe.period()) < 0 ? EAGER : probe.period();
    dueNanos = now + pause.toNanos();
    if (failure.isPresent() && now - eventNanos >= 0) {
      eventNanos = now + probe.period().toNanos();
      return failure;
    }
    return Optional.empty();
  }

  /** Returns whether the container counts as well. */
  boolean isPassing() {
    return passing;
  }

  /** Returns whether so many failures in a row have come that the container counts as ill. */
  boolean hasFailed() {
    return failures >= probe.failureThreshold();
  }
}
