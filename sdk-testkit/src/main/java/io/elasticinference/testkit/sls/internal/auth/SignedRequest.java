package io.elasticinference.testkit.sls.internal.auth;

import java.util.Optional;
import java.util.SortedMap;

/** What a signature covers. */
public final class SignedRequest {

  private final String method;
  private final String path;
  private final SortedMap<String, String> parameters;
  private final SortedMap<String, String> headers;
  private final byte[] body;

  /**
   * Describes a request.
   *
   * @param method the HTTP method
   * @param path the path, decoded
   * @param parameters the query's parameters, decoded
   * @param headers the headers, names in lower case
   * @param body the body, maybe empty; not copied
   */
  public SignedRequest(
      String method,
      String path,
      SortedMap<String, String> parameters,
      SortedMap<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.parameters = parameters;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Answers the method.
   *
   * @return the HTTP method
   */
  public String method() {
    return method;
  }

  /**
   * Answers the path.
   *
   * @return the path, decoded
   */
  public String path() {
    return path;
  }

  /**
   * Answers the parameters.
   *
   * @return the query's parameters, decoded
   */
  public SortedMap<String, String> parameters() {
    return parameters;
  }

  /**
   * Answers the headers.
   *
   * @return the headers, names in lower case
   */
  public SortedMap<String, String> headers() {
    return headers;
  }

  /**
   * Answers the body.
   *
   * @return the body; not copied
   */
  public byte[] body() {
    return body;
  }

  /**
   * Finds a header.
   *
   * @param name its name in lower case
   * @return its value
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * Makes the same request with another body.
   *
   * @param other the body
   * @return the request
   */
  public SignedRequest withBody(byte[] other) {
    return new SignedRequest(method, path, parameters, headers, other);
  }

  static boolean isServiceHeader(String name) {
    return name.startsWith("x-log-") || name.startsWith("x-acs-");
  }
}
