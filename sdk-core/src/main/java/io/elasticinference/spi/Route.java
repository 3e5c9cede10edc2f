package io.elasticinference.spi;

/**
 * How an ingress's access log names the service that a request went to.
 *
 * @param namespace the service's namespace
 * @param service the name of the cluster's service object
 * @param port its port's number
 */
public record Route(String namespace, String service, int port) {

  /**
   * The route as the log writes it.
   *
   * @return {@code {namespace}-{service}-{port}}
   */
  @Override
  public String toString() {
    return namespace + "-" + service + "-" + port;
  }
}
