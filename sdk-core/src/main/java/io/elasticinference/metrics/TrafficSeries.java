package io.elasticinference.metrics;

import io.elasticinference.internal.metrics.TrafficText;
import java.time.Duration;
import java.util.List;

/**
 * The traffic of a service over time, step by step and without gaps: a step without requests is
 * there with zeros, one without any log line says so ({@link TrafficSummary#hasData()}).
 *
 * @param step how long each span is; the last one may be shorter
 * @param points one a step, in order of time
 */
public record TrafficSeries(Duration step, List<TrafficSummary> points) {

  public TrafficSeries {
    points = List.copyOf(points);
  }

  /**
   * How many requests were logged in all.
   *
   * @return the count
   */
  public long requests() {
    return points.stream().mapToLong(TrafficSummary::requests).sum();
  }

  /**
   * The highest rate of any step.
   *
   * @return requests a second; 0 where there were none
   */
  public double peakQps() {
    return points.stream().mapToDouble(TrafficSummary::qps).max().orElse(0);
  }

  /**
   * The series as a table, a step a line, times in UTC.
   *
   * @return begin, rate, latencies, errors and inflow of each step
   */
  @Override
  public String toString() {
    return TrafficText.table(this);
  }
}
