package io.elasticinference.internal.load;

import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import org.HdrHistogram.AbstractHistogram;

/** Runs load for a search until it has seen enough. */
public interface CapacityProbe {
  /** Looks at a run. */
  interface Watcher {
    /**
     * Takes one second of the run.
     *
     * @param sample its counts
     * @param latency of its successes, in nanoseconds; only good during the call
     * @return whether the run is to go on
     */
    boolean goesOn(LoadSample sample, AbstractHistogram latency);
  }

  /**
   * Runs a profile.
   *
   * @param profile what to send
   * @param watcher ends the run when it has seen enough
   * @throws InterruptedException when the thread was interrupted; the run has ended then
   */
  void run(LoadProfile profile, Watcher watcher) throws InterruptedException;
}
