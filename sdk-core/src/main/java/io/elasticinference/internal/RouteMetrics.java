package io.elasticinference.internal;

import io.elasticinference.metrics.ServiceMetrics;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;

/** The traffic of one service's route. */
public final class RouteMetrics implements ServiceMetrics {

  private final TrafficMetrics traffic;
  private final ScalingMetric metric;
  private final Clock clock;

  /**
   * Reads one route.
   *
   * @param traffic where the log is read
   * @param metric names the log and the route
   * @param clock says when now is
   */
  public RouteMetrics(TrafficMetrics traffic, ScalingMetric metric, Clock clock) {
    this.traffic = traffic;
    this.metric = metric;
    this.clock = clock;
  }

  @Override
  public TrafficSummary over(Duration window) {
    if (window.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("window: " + window + " (expected: >= 1 s)");
    }
    Instant to = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return traffic.summary(metric, to.minusSeconds(window.toSeconds()), to);
  }

  @Override
  public OptionalDouble asAdapterSeesIt() {
    return traffic.asAdapterSeesIt(metric);
  }
}
