package io.elasticinference.load;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A value that changes over time, for example the ready replicas; a line in the report. A value
 * holds until the next one.
 *
 * @param name what it is, for example {@code ready}
 * @param unit what it counts; series of one unit share a chart, those of {@code req/s} the chart of
 *     rates
 * @param points in order of time
 */
public record TimelineSeries(String name, String unit, List<Point> points) {
  public TimelineSeries {
    points = points.stream().sorted((a, b) -> a.time().compareTo(b.time())).toList();
  }

  static List<TimelineSeries> merged(List<TimelineSeries> some, List<TimelineSeries> more) {
    Map<List<String>, TimelineSeries> byName = new LinkedHashMap<>();
    Stream.concat(some.stream(), more.stream())
        .forEach(
            series ->
                byName.merge(
                    List.of(series.name, series.unit),
                    series,
                    (first, second) ->
                        new TimelineSeries(
                            first.name,
                            first.unit,
                            Stream.concat(first.points.stream(), second.points.stream())
                                .toList())));
    return List.copyOf(byName.values());
  }

  /**
   * A value from a moment on.
   *
   * @param time the moment
   * @param value the value
   */
  public record Point(Instant time, double value) {}
}
