package io.elasticinference.load;

/** Why a request did not succeed. */
public enum FailureKind {
  /** Nobody listens at the address. */
  CONNECT_REFUSED("connection refused"),
  /** The connection could not be made: no route, no free port or file on this machine, or so. */
  CONNECT_FAILED("connect failed"),
  /** The connection was not made within the request's timeout. */
  CONNECT_TIMEOUT("connect timeout"),
  /** TLS could not be agreed on, or the certificate is not to be trusted. */
  TLS("TLS failed"),
  /** The connection broke before the reply was complete. */
  RESET("connection reset"),
  /** The server closed the connection before the reply was complete. */
  CLOSED("closed before the reply"),
  /** There was no complete reply within the request's timeout. */
  TIMEOUT("timeout"),
  /** The reply is not HTTP/1.1, or is above a limit. */
  MALFORMED("malformed reply"),
  /** The status is not the expected one. */
  STATUS("unexpected status"),
  /** The status is the expected one, but the body is not. */
  BODY("unexpected body");

  private final String text;

  FailureKind(String text) {
    this.text = text;
  }

  /**
   * The kind in words.
   *
   * @return for example {@code connection refused}
   */
  public String text() {
    return text;
  }
}
