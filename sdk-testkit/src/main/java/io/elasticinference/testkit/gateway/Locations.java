package io.elasticinference.testkit.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the location of a request as nginx does: the host's own server, else the wildcard's, else
 * the one for any host; in it the exact path, else the longest prefix. A host's server answers for
 * the host even where none of its paths matches. Immutable.
 */
final class Locations {

  private static final Comparator<Location> BEST_FIRST =
      Comparator.comparing(Location::isExact)
          .thenComparing(location -> location.rule().path().length())
          .reversed();

  private final Map<String, List<Location>> servers = new HashMap<>();

  Locations(List<IngressRule> rules) {
    Map<List<String>, Location> merged = new LinkedHashMap<>();
    for (IngressRule rule : rules) {
      if (!rule.canary()) {
        merged.putIfAbsent(List.of(rule.host(), rule.path(), kind(rule)), new Location(rule, null));
      }
    }
    for (IngressRule rule : rules) {
      if (rule.canary()) {
        merged.computeIfPresent(
            List.of(rule.host(), rule.path(), kind(rule)),
            (key, main) -> main.canary() == null ? new Location(main.rule(), rule) : main);
      }
    }
    for (Location location : merged.values()) {
      servers.computeIfAbsent(location.rule().host(), host -> new ArrayList<>()).add(location);
    }
    servers.values().forEach(locations -> locations.sort(BEST_FIRST));
  }

  /** nginx has one location for a prefix of either kind, and another for an exact path. */
  private static String kind(IngressRule rule) {
    return rule.pathType() == PathType.EXACT ? "=" : "";
  }

  Optional<Location> find(String host, String path) {
    return server(host.toLowerCase(Locale.ROOT)).stream()
        .filter(location -> location.matches(path))
        .findFirst();
  }

  private List<Location> server(String host) {
    List<Location> server = servers.get(host);
    if (server == null) {
      server = servers.get("*" + host.substring(Math.max(0, host.indexOf('.'))));
    }
    return server == null ? servers.getOrDefault("", List.of()) : server;
  }
}
