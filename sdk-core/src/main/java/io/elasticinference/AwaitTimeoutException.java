package io.elasticinference;

import org.jspecify.annotations.Nullable;

/** What was waited for did not happen in time; carries the last status that was seen. */
public class AwaitTimeoutException extends ElasticInferenceException {

  private static final long serialVersionUID = 1;

  private final transient @Nullable ServiceStatus lastStatus;

  /**
   * Makes one.
   *
   * @param observed what was seen, with what was expected
   * @param hint what to do about it
   * @param lastStatus the last status seen; null where none arrived
   */
  public AwaitTimeoutException(String observed, String hint, @Nullable ServiceStatus lastStatus) {
    super(observed, hint, true, null);
    this.lastStatus = lastStatus;
  }

  /**
   * The last status that was seen.
   *
   * @return the status; null where none arrived before the time was over
   */
  public @Nullable ServiceStatus lastStatus() {
    return lastStatus;
  }
}
