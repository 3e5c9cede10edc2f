package io.elasticinference.metrics;

import io.elasticinference.MetricsUnavailableException;

/**
 * Hears a service's traffic as it comes in. Called on one thread, one call after the other; what it
 * throws is logged and goes no further.
 */
@FunctionalInterface
public interface TrafficListener {

  /**
   * A step's numbers, in order of time. A step is told when it is over, again whenever late log
   * lines have changed it, and for the last time when it is settled ({@link
   * TrafficSummary#settled()}).
   *
   * @param point the step as the log has it now
   */
  void onPoint(TrafficSummary point);

  /**
   * The log could not be read. It is read again after a pause that grows from failure to failure,
   * from where it was left.
   *
   * @param failure why
   */
  default void onFailure(MetricsUnavailableException failure) {}
}
