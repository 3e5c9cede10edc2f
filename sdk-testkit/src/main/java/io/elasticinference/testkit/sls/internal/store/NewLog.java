package io.elasticinference.testkit.sls.internal.store;

import java.util.List;

/**
 * One log on its way in.
 *
 * @param time seconds since the epoch
 * @param nanos nanoseconds below the second
 * @param keys the keys, tags and topic included
 * @param values their values, in the same order
 */
public record NewLog(int time, int nanos, List<String> keys, List<String> values) {

  /**
   * Checks that every key has its value.
   *
   * @param time seconds since the epoch
   * @param nanos nanoseconds below the second
   * @param keys the keys
   * @param values their values
   */
  public NewLog {
    if (keys.size() != values.size()) {
      throw new IllegalArgumentException(
          "values: " + values.size() + " (expected: one for each of " + keys.size() + " keys)");
    }
  }
}
