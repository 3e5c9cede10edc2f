package io.elasticinference.internal.metrics;

import io.elasticinference.event.Subscription;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.ServiceMetrics;
import io.elasticinference.metrics.TrafficListener;
import io.elasticinference.metrics.TrafficSeries;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The traffic of one service's route. */
public final class RouteMetrics implements ServiceMetrics {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST_STEP = Duration.ofDays(366);
  private static final int MOST_STEPS = 10_000;

  private final TrafficMetrics traffic;
  private final List<ScalingMetric> metrics;
  private final Clock clock;
  private final LiveFeeds feeds;
  private final Operations operations;

  /**
   * Reads one route.
   *
   * @param traffic where the log is read
   * @param metrics what the service scales by, at least one; the first names log and route
   * @param clock says when now is
   * @param feeds keeps the subscriptions, and ends them with the client
   * @param operations does what each call is for
   */
  public RouteMetrics(
      TrafficMetrics traffic,
      List<ScalingMetric> metrics,
      Clock clock,
      LiveFeeds feeds,
      Operations operations) {
    this.traffic = traffic;
    this.metrics = List.copyOf(metrics);
    this.clock = clock;
    this.feeds = feeds;
    this.operations = operations;
  }

  @Override
  public TrafficSummary over(Duration window) {
    if (window.compareTo(SECOND) < 0) {
      throw new IllegalArgumentException("window: " + window + " (expected: >= 1 s)");
    }
    Instant to = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return between(to.minusSeconds(window.toSeconds()), to);
  }

  @Override
  public TrafficSummary between(Instant from, Instant to) {
    Instant begin = from.truncatedTo(ChronoUnit.SECONDS);
    Instant end = to.truncatedTo(ChronoUnit.SECONDS);
    checkSpan(begin, end);
    return read(begin, end, Duration.between(begin, end)).get(0);
  }

  @Override
  public TrafficSeries series(Duration window, Duration step) {
    checkStep(step);
    Instant now = clock.instant();
    Instant end = Steps.floor(now, step);
    Instant begin = Steps.ceiling(now.minus(window), step);
    if (!begin.isBefore(end)) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: one with a whole step of " + step + ")");
    }
    return series(begin, end, step);
  }

  @Override
  public TrafficSeries series(Instant from, Instant to, Duration step) {
    checkStep(step);
    Instant begin = from.truncatedTo(ChronoUnit.SECONDS);
    Instant end = to.truncatedTo(ChronoUnit.SECONDS);
    checkSpan(begin, end);
    if (Duration.between(begin, end).compareTo(step.multipliedBy(MOST_STEPS)) > 0) {
      throw new IllegalArgumentException(
          "step: " + step + " (expected: at most " + MOST_STEPS + " steps in the span)");
    }
    return new TrafficSeries(step, read(begin, end, step));
  }

  private List<TrafficSummary> read(Instant from, Instant to, Duration step) {
    return operations.run("metrics.read", () -> traffic.series(metrics.get(0), from, to, step));
  }

  @Override
  public Subscription live(Duration step, TrafficListener listener) {
    checkStep(step);
    return operations.run("metrics.live", () -> feeds.add(feed(step, listener)));
  }

  private LiveFeed feed(Duration step, TrafficListener listener) {
    return new LiveFeed(
        metrics.get(0).selector().toString(),
        (from, to) -> read(from, to, step),
        step,
        clock,
        listener);
  }

  @Override
  public List<AdapterReading> asAdapterSeesIt() {
    return operations.run(
        "metrics.adapter", () -> metrics.stream().map(traffic::asAdapterSeesIt).toList());
  }

  private static void checkSpan(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "span: " + from + " to " + to + " (expected: at least a whole second)");
    }
  }

  private static void checkStep(Duration step) {
    if (step.compareTo(SECOND) < 0
        || !step.equals(step.truncatedTo(ChronoUnit.SECONDS))
        || step.compareTo(LONGEST_STEP) > 0) {
      throw new IllegalArgumentException(
          "step: " + step + " (expected: whole seconds, 1 s to 366 days)");
    }
  }
}
