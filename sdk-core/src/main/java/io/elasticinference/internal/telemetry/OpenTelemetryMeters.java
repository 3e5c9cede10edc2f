package io.elasticinference.internal.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Numbers in OpenTelemetry's instruments. */
final class OpenTelemetryMeters implements Meters {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * In seconds: those that the HTTP semantic conventions advise, and longer ones, since a roll-out
   * takes minutes.
   */
  private static final List<Double> BOUNDARIES =
      List.of(
          0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0,
          60.0, 120.0, 300.0, 600.0);

  private final Map<Metric, LongCounter> counters = new EnumMap<>(Metric.class);
  private final Map<Metric, DoubleHistogram> timers = new EnumMap<>(Metric.class);
  private final Gauges gauges = new Gauges(row -> {});

  OpenTelemetryMeters(OpenTelemetry openTelemetry) {
    Meter meter = openTelemetry.getMeter(OpenTelemetryListener.SCOPE);
    for (Metric metric : Metric.values()) {
      String name = metric.fullName();
      String unit = metric.unit().ucum();
      switch (metric.kind()) {
        case COUNTER ->
            counters.put(
                metric,
                meter
                    .counterBuilder(name)
                    .setUnit(unit)
                    .setDescription(metric.description())
                    .build());
        case TIMER ->
            timers.put(
                metric,
                meter
                    .histogramBuilder(name)
                    .setUnit(unit)
                    .setDescription(metric.description())
                    .setExplicitBucketBoundariesAdvice(BOUNDARIES)
                    .build());
        case GAUGE -> {
          var unused =
              meter
                  .gaugeBuilder(name)
                  .setUnit(unit)
                  .setDescription(metric.description())
                  .buildWithCallback(seen -> show(metric, seen));
        }
      }
    }
  }

  private void show(Metric metric, ObservableDoubleMeasurement seen) {
    gauges.eachOf(metric, (row, value) -> seen.record(value, attributes(row)));
  }

  @Override
  public void count(Row row, long amount) {
    LongCounter counter = counters.get(row.metric());
    if (counter != null) {
      counter.add(amount, attributes(row));
    }
  }

  @Override
  public void time(Row row, long nanos) {
    DoubleHistogram timer = timers.get(row.metric());
    if (timer != null) {
      timer.record(nanos / NANOS_PER_SECOND, attributes(row));
    }
  }

  @Override
  public void set(Row row, double value) {
    gauges.set(row, value);
  }

  @Override
  public void change(Row row, long by) {
    gauges.change(row, by);
  }

  private static Attributes attributes(Row row) {
    List<Tag> tags = row.metric().tags();
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < tags.size(); i++) {
      String value = row.values().get(i);
      if (value == null) {
        continue;
      }
      if (tags.get(i) == Tag.STATUS) {
        attributes.put(Tag.STATUS.attribute(), Long.parseLong(value));
      } else {
        attributes.put(tags.get(i).attribute(), value);
      }
    }
    return attributes.build();
  }
}
