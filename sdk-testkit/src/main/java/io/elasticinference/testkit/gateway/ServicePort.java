package io.elasticinference.testkit.gateway;

/**
 * A port of a Kubernetes Service, as an Ingress names it.
 *
 * @param namespace the Service's namespace
 * @param service the Service's name
 * @param port the port's number
 */
public record ServicePort(String namespace, String service, int port) {

  /**
   * Answers the name under which the access log knows this port: {@code proxy_upstream_name}.
   *
   * @return {@code {namespace}-{service}-{port}}
   */
  public String upstreamName() {
    return namespace + "-" + service + "-" + port;
  }
}
