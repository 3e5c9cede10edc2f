package io.elasticinference.testkit.gateway;

import java.util.Locale;
import java.util.Objects;

/**
 * One path of one host of one Ingress.
 *
 * @param host the host, empty for any; {@code *.example.com} stands for one more label
 * @param path the path, beginning with a slash
 * @param pathType how the path is compared
 * @param backend where requests go
 * @param canary whether the Ingress is a canary ({@code nginx.ingress.kubernetes.io/canary:
 *     "true"}): it takes a part of what the rule of the same host and path takes, and nothing if
 *     there is none
 * @param weight the canary's share in percent ({@code nginx.ingress.kubernetes.io/canary-weight})
 */
public record IngressRule(
    String host, String path, PathType pathType, ServicePort backend, boolean canary, int weight) {

  /**
   * Checks and normalises a rule.
   *
   * @param host the host
   * @param path the path
   * @param pathType how the path is compared
   * @param backend where requests go
   * @param canary whether the Ingress is a canary
   * @param weight the canary's share in percent
   * @throws IllegalArgumentException if the path does not begin with a slash or the weight is not 0
   *     to 100
   */
  public IngressRule {
    host = host.toLowerCase(Locale.ROOT);
    Objects.requireNonNull(pathType, "pathType");
    Objects.requireNonNull(backend, "backend");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: '" + path + "' (expected: to begin with '/')");
    }
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to 100)");
    }
  }

  /**
   * Makes the rule of an ordinary Ingress.
   *
   * @param host the host, empty for any
   * @param path the path
   * @param pathType how the path is compared
   * @param backend where requests go
   * @return the rule
   */
  public static IngressRule of(String host, String path, PathType pathType, ServicePort backend) {
    return new IngressRule(host, path, pathType, backend, false, 0);
  }

  /**
   * Makes the rule of a canary Ingress.
   *
   * @param host the host, empty for any
   * @param path the path
   * @param pathType how the path is compared
   * @param backend where requests go
   * @param weight the canary's share in percent
   * @return the rule
   */
  public static IngressRule canary(
      String host, String path, PathType pathType, ServicePort backend, int weight) {
    return new IngressRule(host, path, pathType, backend, true, weight);
  }
}
