package io.elasticinference.testkit.gateway;

import java.util.List;

/**
 * What the gateway is told of the cluster. Both calls take effect at once, for the next request.
 */
public interface Routes {

  /**
   * Replaces every rule.
   *
   * @param rules the rules of all Ingresses of the gateway's class, the older Ingresses first:
   *     where two claim the same host and path, the first keeps it
   */
  void update(List<IngressRule> rules);

  /**
   * Replaces the pods of one Service port.
   *
   * @param service the Service's port
   * @param ready its ready pods; with none, requests are answered 503
   */
  void endpoints(ServicePort service, List<Upstream> ready);
}
