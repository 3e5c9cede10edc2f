package io.elasticinference;

/**
 * How a service is reached from outside: through which host and path of which ingress.
 *
 * @param host the host name that clients ask for, for example {@code test.example.com}
 * @param path the path below which the service answers, for example {@code /}
 * @param ingressClass the ingress controller's class, for example {@code nginx}
 * @param sticky whether a client's requests all go to the same replica, by a cookie (Nginx only)
 */
public record Exposure(String host, String path, String ingressClass, boolean sticky) {

  /** The host that the ACK tutorial writes. */
  static final String TUTORIAL_HOST = "test.example.com";

  /**
   * Exposes a service without session affinity.
   *
   * @param host the host name that clients ask for
   * @param path the path below which the service answers
   * @param ingressClass the ingress controller's class
   */
  public Exposure(String host, String path, String ingressClass) {
    this(host, path, ingressClass, false);
  }

  /**
   * Keeps each client at one replica, by a cookie. The access log then calls the route by another
   * name, which the autoscaler is told.
   *
   * @return the same with session affinity
   */
  public Exposure stickySessions() {
    return new Exposure(host, path, ingressClass, true);
  }

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
