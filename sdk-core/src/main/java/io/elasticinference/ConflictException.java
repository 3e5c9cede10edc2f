package io.elasticinference;

import org.jspecify.annotations.Nullable;

/**
 * Somebody else owns an object or a field of the same name; says who. Nothing of theirs was
 * changed.
 */
public class ConflictException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param retryable whether the same call may succeed later, unchanged
   * @param cause what was caught; null where nothing was
   */
  public ConflictException(
      String observed, String hint, boolean retryable, @Nullable Throwable cause) {
    super(observed, hint, retryable, cause);
  }
}
