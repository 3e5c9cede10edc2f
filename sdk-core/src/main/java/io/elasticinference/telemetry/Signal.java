package io.elasticinference.telemetry;

import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadSample;

/** Something that was counted or that changed, at one moment. */
public sealed interface Signal {

  /**
   * A request is about to be sent again.
   *
   * @param api who is asked, as {@link Work.ApiCall} names them
   * @param name what is asked, likewise
   * @param reason why: the HTTP status, or the name of the network's failure; few values
   */
  record Retried(String api, String name, String reason) implements Signal {}

  /** The state of a circuit breaker. */
  enum BreakerState {
    /** Requests go through. */
    CLOSED,
    /** A few requests go through, to see whether it is well again. */
    HALF_OPEN,
    /** Requests fail at once. */
    OPEN
  }

  /**
   * A circuit breaker changed.
   *
   * @param api whom it protects, as {@link Work.ApiCall} names them
   * @param state what it is now
   */
  record BreakerChanged(String api, BreakerState state) implements Signal {}

  /**
   * A request was not sent, since the circuit breaker is open.
   *
   * @param api who was to be asked
   */
  record BreakerRejected(String api) implements Signal {}

  /** Which way a model's files go. */
  enum Direction {
    /** From this machine to the store. */
    UPLOAD,
    /** From the store to this machine. */
    DOWNLOAD
  }

  /**
   * Bytes of a model moved; at most ten times a second for one transfer. All numbers are changes,
   * so that the sums are right also where several transfers go on at a time.
   *
   * @param direction which way
   * @param subject whom it is for
   * @param bytes how many bytes moved since the last time; bytes that were there already do not
   *     count
   * @param files how many files are whole since then, those that were there already among them
   * @param bytesPerSecondChange by how much the transfer's rate of the last seconds changed; all
   *     changes of a transfer add up to 0 at its end
   */
  record Transferred(
      Direction direction, Subject subject, long bytes, int files, long bytesPerSecondChange)
      implements Signal {}

  /**
   * A second of a stress test is over.
   *
   * @param subject the service that it is for
   * @param sample what became of that second's requests
   */
  record LoadSecond(Subject subject, LoadSample sample) implements Signal {}

  /**
   * A stress test is over, or a search for a service's capacity.
   *
   * @param subject the service that it was for
   * @param outcome how it ended; a search is completed, or aborted where it threw
   */
  record LoadEnded(Subject subject, LoadOutcome outcome) implements Signal {}
}
