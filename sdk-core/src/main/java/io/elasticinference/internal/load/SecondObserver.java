package io.elasticinference.internal.load;

import io.elasticinference.load.LoadSample;
import org.HdrHistogram.AbstractHistogram;

/** Hears of each second of a run, with the whole distribution of its latencies. */
@FunctionalInterface
public interface SecondObserver {
  /**
   * Takes one second of the run.
   *
   * @param sample the second, in order and each once
   * @param latency of the second's successes, in nanoseconds; only good during the call
   */
  void second(LoadSample sample, AbstractHistogram latency);
}
