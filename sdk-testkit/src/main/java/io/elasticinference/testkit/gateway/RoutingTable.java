package io.elasticinference.testkit.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** What there is to route to. Thread-safe. */
final class RoutingTable implements Routes {

  private final Map<ServicePort, UpstreamGroup> groups = new ConcurrentHashMap<>();
  private final IntUnaryOperator random;
  private final Consumer<Upstream> gone;
  private volatile Locations locations = new Locations(List.of());

  /**
   * Makes an empty table.
   *
   * @param random answers a random number below its argument
   * @param gone is told of pods that are no longer there
   */
  RoutingTable(IntUnaryOperator random, Consumer<Upstream> gone) {
    this.random = random;
    this.gone = gone;
  }

  @Override
  public void update(List<IngressRule> rules) {
    locations = new Locations(rules);
  }

  @Override
  public void endpoints(ServicePort service, List<Upstream> ready) {
    UpstreamGroup before =
        ready.isEmpty() ? groups.remove(service) : groups.put(service, new UpstreamGroup(ready));
    if (before != null) {
      before.ready().stream().filter(pod -> !ready.contains(pod)).forEach(gone);
    }
  }

  /**
   * Decides where a request goes, as ingress-nginx's balancer.lua does: the route's name stays that
   * of the main backend, also where the canary takes the request; a canary without pods takes none;
   * a main backend without pods fails all.
   */
  Optional<Decision> route(String host, String path) {
    return locations.find(host, path).map(this::decide);
  }

  private Decision decide(Location location) {
    ServicePort main = location.rule().backend();
    UpstreamGroup group = groups.get(main);
    IngressRule canary = location.canary();
    if (group != null && canary != null) {
      UpstreamGroup alternative = groups.get(canary.backend());
      if (alternative != null && random.applyAsInt(100) < canary.weight()) {
        return new Decision(main.upstreamName(), canary.backend().upstreamName(), alternative);
      }
    }
    return new Decision(main.upstreamName(), "", group);
  }
}
