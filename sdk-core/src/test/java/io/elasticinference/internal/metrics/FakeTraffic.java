package io.elasticinference.internal.metrics;

import io.elasticinference.Autoscale;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A log that answers series as a test says. */
record FakeTraffic(Reading reading) implements TrafficMetrics {

  /** Answers a span's steps. */
  interface Reading {
    List<TrafficSummary> read(Instant from, Instant to, Duration step);
  }

  private static <T> T run(String name, Supplier<T> work) {
    return work.get();
  }

  RouteMetrics metrics(Instant now) {
    return new RouteMetrics(
        this,
        List.of(new ScalingMetric("qps", Map.of("route", "r"), 1)),
        Clock.fixed(now, ZoneOffset.UTC),
        new LiveFeeds(),
        FakeTraffic::run);
  }

  @Override
  public List<TrafficSummary> series(
      ScalingMetric metric, Instant from, Instant to, Duration step) {
    return reading.read(from, to, step);
  }

  @Override
  public List<Violation> validate(Autoscale autoscale, Route route) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public List<ScalingMetric> scalingMetrics(Autoscale autoscale, Route route) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public Optional<ScalingTarget> target(ScalingMetric metric) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public AdapterReading asAdapterSeesIt(ScalingMetric metric) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public SortedMap<Instant, Double> adapterHistory(ScalingMetric metric, Instant from, Instant to) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public LogView look(ScalingMetric metric) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public void close() {}
}
