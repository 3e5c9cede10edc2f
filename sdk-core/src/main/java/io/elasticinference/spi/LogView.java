package io.elasticinference.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an ingress's access log has of the last minutes, whichever service its lines are of.
 *
 * @param log the log's name, for messages
 * @param route the route whose traffic the metric counts, as its selector names it
 * @param interval over how long the autoscaler's adapter averages
 * @param delay how far behind now its span ends
 * @param longestReach how far back the adapter asks at most
 * @param routes the routes that have lines, those with the most first
 */
public record LogView(
    String log,
    String route,
    Duration interval,
    Duration delay,
    Duration longestReach,
    List<RouteLines> routes) {

  /**
   * The lines of one route.
   *
   * @param route as the log names it
   * @param lines how many there are
   * @param newest when the newest was written, a whole second
   */
  public record RouteLines(String route, long lines, Instant newest) {}

  public LogView {
    routes = List.copyOf(routes);
  }

  /**
   * The newest line of any route.
   *
   * @return empty where the log has none
   */
  public Optional<Instant> newest() {
    return routes.stream().map(RouteLines::newest).max(Instant::compareTo);
  }

  /**
   * The lines of the metric's own route.
   *
   * @return empty where it has none
   */
  public Optional<RouteLines> ownLines() {
    return routes.stream().filter(lines -> lines.route().equals(route)).findFirst();
  }
}
