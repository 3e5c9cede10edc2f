package io.elasticinference.testkit.modelserver;

/**
 * A failure as TensorFlow Serving words it: a status code of gRPC and a message, which becomes an
 * HTTP status and JSON.
 */
final class ServingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The status codes that the model server answers, with their numbers and the HTTP status that
   * each becomes.
   */
  enum Code {
    INVALID_ARGUMENT(3, 400, "Invalid argument"),
    NOT_FOUND(5, 404, "Not found"),
    INTERNAL(13, 500, "Internal"),
    UNIMPLEMENTED(12, 501, "Unimplemented"),
    UNAVAILABLE(14, 503, "Unavailable");

    final int number;
    final int httpStatus;
    final String text;

    Code(int number, int httpStatus, String text) {
      this.number = number;
      this.httpStatus = httpStatus;
      this.text = text;
    }
  }

  private final Code code;

  ServingException(Code code, String message) {
    super(message);
    this.code = code;
  }

  static ServingException invalid(String message) {
    return new ServingException(Code.INVALID_ARGUMENT, message);
  }

  static ServingException notFound(String message) {
    return new ServingException(Code.NOT_FOUND, message);
  }

  Code code() {
    return code;
  }

  /** Returns the failure as logs show it, {@code Not found: ...}. */
  String status() {
    return code.text + ": " + getMessage();
  }
}
