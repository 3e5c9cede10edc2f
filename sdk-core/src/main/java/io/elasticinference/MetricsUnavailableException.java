package io.elasticinference;

import org.jspecify.annotations.Nullable;

/** The metrics that a service scales by cannot be had: no adapter, no log project, no rows. */
public class MetricsUnavailableException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param retryable whether the same call may succeed later, unchanged
   * @param cause what was caught; null where nothing was
   */
  public MetricsUnavailableException(
      String observed, String hint, boolean retryable, @Nullable Throwable cause) {
    super(observed, hint, retryable, cause);
  }
}
