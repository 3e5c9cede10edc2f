package io.elasticinference;

import org.jspecify.annotations.Nullable;

/** No instance type that was asked for can be had now; names those that were tried. */
public class CapacityException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param retryable whether the same call may succeed later, unchanged
   * @param cause what was caught; null where nothing was
   */
  public CapacityException(
      String observed, String hint, boolean retryable, @Nullable Throwable cause) {
    super(observed, hint, retryable, cause);
  }
}
