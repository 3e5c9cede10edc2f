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
   * Hears what a load that many pods send waits for before its first second, whenever that changes.
   *
   * @param what for example {@code 2 of 8 pods ready; bert-load-3: ImagePullBackOff}
   */
  default void waiting(String what) {}

  /**
   * Listens to nothing.
   *
   * @return a listener
   */
  static LoadListener none() {
    return sample -> {};
  }
}
