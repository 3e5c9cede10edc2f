package io.elasticinference.load;

/**
 * Hears of a stress test while it goes on, once a second, on a thread of the run. What it throws is
 * logged and goes no further; a slow listener gets its samples later, and disturbs no request.
 */
@FunctionalInterface
public interface LoadListener {
  /**
   * Takes one second of the run.
   *
   * @param sample the second, in order and each once
   */
  void sampled(LoadSample sample);

  /**
   * Listens to nothing.
   *
   * @return a listener
   */
  static LoadListener none() {
    return sample -> {};
  }
}
