package io.elasticinference;

/**
 * How a service is reached from outside: through which host and path of which ingress.
 *
 * @param host the host name that clients ask for, for example {@code test.example.com}
 * @param path the path below which the service answers, for example {@code /}
 * @param ingressClass the ingress controller's class, for example {@code nginx}
 */
public record Exposure(String host, String path, String ingressClass) {

  /** The host that the ACK tutorial writes. */
  static final String TUTORIAL_HOST = "test.example.com";

  /**
   * Exposes a service at the root of a host, by ACK's Nginx Ingress.
   *
   * @param host the host name
   * @return path {@code /}, class {@code nginx}
   */
  public static Exposure host(String host) {
    return new Exposure(host, "/", "nginx");
  }
}
