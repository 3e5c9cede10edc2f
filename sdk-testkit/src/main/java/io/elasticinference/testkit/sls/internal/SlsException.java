package io.elasticinference.testkit.sls.internal;

/**
 * An error as the service answers it. Source of codes and words: "Error codes" in the developer
 * reference of the Simple Log Service.
 */
public final class SlsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The HTTP status. */
  private final int status;

  /** The error code. */
  private final String code;

  /**
   * Makes an error.
   *
   * @param status the HTTP status
   * @param code the error code
   * @param message the sentence
   */
  public SlsException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /**
   * Makes the error of a parameter that makes no sense.
   *
   * @param message the sentence
   * @return the error
   */
  public static SlsException invalidParameter(String message) {
    return new SlsException(400, "ParameterInvalid", message);
  }

  /**
   * Answers the HTTP status.
   *
   * @return the status
   */
  public int status() {
    return status;
  }

  /**
   * Answers the error code.
   *
   * @return the code
   */
  public String code() {
    return code;
  }

  /**
   * Answers the sentence.
   *
   * @return the message, never null
   */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
