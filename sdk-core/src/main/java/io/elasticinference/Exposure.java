package io.elasticinference;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a service is reached from outside: through which host and path of which ingress.
 *
 * <pre>{@code
 * Exposure usual = Exposure.host("test.example.com");
 * Exposure canary = Exposure.host("test.example.com").canary(10);
 * Exposure sticky = new Exposure("test.example.com", "/bert", "nginx").stickySessions();
 * }</pre>
 *
 * @param host the host name that clients ask for, for example {@code test.example.com}
 * @param path the path below which the service answers, for example {@code /}
 * @param ingressClass the ingress controller's class, for example {@code nginx}
 * @param sticky whether a client's requests all go to the same replica, by a cookie (Nginx only)
 * @param canaryGiven the share of the requests in percent, for a canary; null: all of them
 */
public record Exposure(
    String host, String path, String ingressClass, boolean sticky, @Nullable Integer canaryGiven) {

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
   * Exposes a service for all requests.
   *
   * @param host the host name that clients ask for
   * @param path the path below which the service answers
   * @param ingressClass the ingress controller's class
   * @param sticky whether a client's requests all go to the same replica
   */
  public Exposure(String host, String path, String ingressClass, boolean sticky) {
    this(host, path, ingressClass, sticky, null);
  }

  /**
   * Keeps each client at one replica, by a cookie. The access log then calls the route by another
   * name, which the autoscaler is told.
   *
   * @return the same with session affinity
   */
  public Exposure stickySessions() {
    return new Exposure(host, path, ingressClass, true, canaryGiven);
  }

  /**
   * Gives the version that is deployed this way a share of the requests, and leaves the rest to the
   * version that has the ingress already (Nginx only). Deploying with another share changes it;
   * deploying without one gives this version the whole ingress; {@link
   * InferenceService#deleteVersion} takes it away again.
   *
   * <p>The controller logs a canary's requests under the other version's name (ingress-nginx, the
   * field {@code proxy_upstream_name}), so that they count for that one's autoscaler and metrics. A
   * canary itself can scale by none: say {@link InferenceBuilder#replicas}.
   *
   * @param percent 0 to 100, of the requests to the host and path
   * @return the same for a canary
   */
  public Exposure canary(int percent) {
    return new Exposure(host, path, ingressClass, sticky, percent);
  }

  /**
   * The share of the requests that a canary gets.
   *
   * @return in percent; empty where all requests are meant
   */
  public OptionalInt canary() {
    return canaryGiven == null ? OptionalInt.empty() : OptionalInt.of(canaryGiven);
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
