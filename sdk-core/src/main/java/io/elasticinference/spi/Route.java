package io.elasticinference.spi;

/**
 * How an ingress's access log names the service that a request went to.
 *
 * @param namespace the service's namespace
 * @param service the name of the cluster's service object
 * @param port its port's number
 * @param sticky whether the ingress keeps each client at one pod, which the log tells by a prefix
 */
public record Route(String namespace, String service, int port, boolean sticky) {

  /**
   * A route without session affinity.
   *
   * @param namespace the service's namespace
   * @param service the name of the cluster's service object
   * @param port its port's number
   */
  public Route(String namespace, String service, int port) {
    this(namespace, service, port, false);
  }

  /**
   * The route as the log writes it.
   *
   * @return {@code {namespace}-{service}-{port}}, with {@code sticky-} before it for session
   *     affinity (alibaba-cloud-metrics-adapter, docs/metrics/sls.md)
   */
  @Override
  public String toString() {
    return (sticky ? "sticky-" : "") + namespace + "-" + service + "-" + port;
  }
}
