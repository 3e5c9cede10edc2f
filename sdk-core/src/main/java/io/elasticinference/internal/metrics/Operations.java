package io.elasticinference.internal.metrics;

import java.util.function.Supplier;

/** Does what a call is for, between its beginning and its end, so that others hear of it. */
public interface Operations {

  /**
   * Does it.
   *
   * @param name the call, in a word
   * @param work does it
   * @param <T> what it gives
   * @return what it gave
   */
  <T> T run(String name, Supplier<T> work);
}
