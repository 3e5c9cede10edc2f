package io.elasticinference;

import org.jspecify.annotations.Nullable;

/**
 * The root of all that this SDK throws on purpose. Its message says what was observed, what was
 * expected, and what to do.
 *
 * <pre>{@code
 * try {
 *   service.awaitReady(Duration.ofMinutes(10));
 * } catch (CapacityException e) {
 *   System.err.println(e.hint());
 * } catch (ElasticInferenceException e) {
 *   System.err.println(e.retryable() ? "Again later: " + e.getMessage() : e.getMessage());
 * }
 * }</pre>
 *
 * @see InvalidSpecException
 * @see ModelUploadException
 * @see ModelInUseException
 * @see ClusterAccessException
 * @see ConflictException
 * @see CapacityException
 * @see RolloutFailedException
 * @see AwaitTimeoutException
 * @see MetricsUnavailableException
 * @see io.elasticinference.scaling.TraceFormatException
 */
public class ElasticInferenceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String hint;
  private final boolean retryable;

  /**
   * Makes an exception whose message ends with the hint.
   *
   * @param observed what was seen, with what was expected; where it is a list it ends with a line
   *     break, and the hint has a line of its own
   * @param hint what to do about it, one sentence
   * @param retryable whether the same call may succeed later, unchanged
   * @param cause what was caught; null where nothing was
   */
  public ElasticInferenceException(
      String observed, String hint, boolean retryable, @Nullable Throwable cause) {
    super(
        hint.isEmpty() ? observed : observed + (observed.endsWith("\n") ? "" : " ") + hint, cause);
    this.hint = hint;
    this.retryable = retryable;
  }

  /**
   * What to do about it.
   *
   * @return one sentence, which also ends the message
   */
  public String hint() {
    return hint;
  }

  /**
   * Whether the same call may succeed later, unchanged.
   *
   * @return true for failures that pass: a timeout, a full queue, an unreachable server
   */
  public boolean retryable() {
    return retryable;
  }
}
