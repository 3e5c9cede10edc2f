package io.elasticinference;

import org.jspecify.annotations.Nullable;

/** A model could not be uploaded to the store, found there, read from it, or deleted. */
public class ModelUploadException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param retryable whether the same call may succeed later, unchanged
   * @param cause what was caught; null where nothing was
   */
  public ModelUploadException(
      String observed, String hint, boolean retryable, @Nullable Throwable cause) {
    super(observed, hint, retryable, cause);
  }
}
