package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.spi.LogView;
import io.elasticinference.spi.LogView.RouteLines;
import io.elasticinference.spi.ScalingMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the log as a whole, for those who wonder why a metric is missing or zero. */
final class LogLook {

  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** Enough to recognise one's own among them. */
  private static final int MOST_ROUTES = 100;

  private LogLook() {}

  static LogView at(LogReader reader, ScalingMetric metric, Instant now) {
    MetricLabels labels = MetricLabels.of(metric.selector());
    Instant end = now.plusSeconds(1);
    TrafficQueries queries =
        TrafficQueries.of(labels, LogFields.of(metric.name()), end.minus(WINDOW), end, WINDOW);
    List<RouteLines> routes = new ArrayList<>();
    LogQuery query = queries.routes();
    for (Map<String, String> row :
        reader.rows(query.withText(query.text() + " limit " + MOST_ROUTES))) {
      routes.add(lines(row, String.valueOf(row.get(TrafficQueries.ROUTE))));
    }
    boolean own = routes.stream().anyMatch(lines -> lines.route().equals(labels.route()));
    if (!own && !routes.isEmpty()) {
      reader.rows(queries.ownLines()).stream()
          .filter(row -> Cell.number(row, TrafficQueries.REQUESTS) > 0)
          .map(row -> lines(row, labels.route()))
          .forEach(routes::add);
    }
    return new LogView(
        labels.project() + "/" + labels.logstore(),
        labels.route(),
        labels.effectiveInterval(),
        labels.effectiveDelay(),
        Duration.ofSeconds(AdapterQuery.LOOK_BACK_SECONDS),
        routes);
  }

  private static RouteLines lines(Map<String, String> row, String route) {
    return new RouteLines(
        route,
        Math.round(Cell.number(row, TrafficQueries.REQUESTS)),
        Instant.ofEpochSecond(Math.round(Cell.number(row, TrafficQueries.NEWEST))));
  }
}
