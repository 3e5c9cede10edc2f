package io.elasticinference.testkit.oss.internal.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer with an error: HTTP status, code and message, the error centre's code (EC) where it is
 * known, and the elements that OSS adds to the body of this error. {@link OssErrors} makes them.
 */
public final class OssException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;
  private final String ec;
  private final transient List<Detail> details = new ArrayList<>();

  /** One element of the error body beyond those that every error has. */
  public record Detail(String name, String value) {}

  OssException(int status, String code, String message, String ec) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
    this.ec = ec;
  }

  /** Adds an element to the body. */
  public OssException with(String name, String value) {
    details.add(new Detail(name, value));
    return this;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** The message, which is never null. */
  public String text() {
    return text;
  }

  /** The error centre's code, for example {@code 0026-00000001}. */
  public Optional<String> ec() {
    return ec.isEmpty() ? Optional.empty() : Optional.of(ec);
  }

  public List<Detail> details() {
    return List.copyOf(details);
  }
}
