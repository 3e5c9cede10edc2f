package io.elasticinference;

import java.net.URI;

/**
 * Where a service answers.
 *
 * <pre>{@code
 * Endpoint endpoint = service.endpoint();
 * System.out.println(endpoint.curl());
 * URI predict = endpoint.predictUri();
 * }</pre>
 *
 * @param host the host name that the request must carry
 * @param address {@code host:port} to connect to: the ingress's own
 * @param path the path that tells the status, for example {@code /v1/models/chnsenticorp}
 * @param requestPath the path that requests are posted to, for example {@code
 *     /v1/models/chnsenticorp:predict}
 */
public record Endpoint(String host, String address, String path, String requestPath) {

  /**
   * The endpoint of a model of TensorFlow Serving.
   *
   * @param host the host name that the request must carry
   * @param address {@code host:port} to connect to: the ingress's own
   * @param path the path of the model, for example {@code /v1/models/chnsenticorp}
   */
  public Endpoint(String host, String address, String path) {
    this(host, address, path, path + ":predict");
  }

  /**
   * The URL to post requests to, for clients that resolve the host name.
   *
   * @return for example {@code http://test.example.com/v1/models/chnsenticorp:predict}
   */
  public URI predictUri() {
    return URI.create("http://" + host + requestPath);
  }

  /**
   * The URL to post requests to by the ingress's address, with {@link #host} as Host header.
   *
   * @return for example {@code http://10.0.0.7:80/v1/models/chnsenticorp:predict}
   */
  public URI predictUriByAddress() {
    return URI.create("http://" + address + requestPath);
  }

  /**
   * A command that asks for the status, to be pasted into a shell.
   *
   * @return a {@code curl} line that works before the host name resolves
   */
  public String curl() {
    return "curl -H 'Host: " + host + "' http://" + address + path;
  }
}
