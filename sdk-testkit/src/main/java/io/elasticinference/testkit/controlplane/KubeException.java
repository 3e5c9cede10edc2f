package io.elasticinference.testkit.controlplane;

/** The API server refused a request. */
public final class KubeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  KubeException(int code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Returns the HTTP status.
   *
   * @return such as 404 or 409
   */
  public int code() {
    return code;
  }
}
