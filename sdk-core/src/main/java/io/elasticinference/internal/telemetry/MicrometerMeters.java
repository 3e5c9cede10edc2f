package io.elasticinference.internal.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Numbers in a Micrometer registry. */
final class MicrometerMeters implements Meters {

  private final MeterRegistry registry;
  private final Gauges gauges = new Gauges(this::register);

  MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void count(Row row, long amount) {
    Metric metric = row.metric();
    Counter.builder(metric.fullName())
        .description(metric.description())
        .baseUnit(unit(metric))
        .tags(tags(row))
        .register(registry)
        .increment((double) amount);
  }

  @Override
  public void time(Row row, long nanos) {
    Metric metric = row.metric();
    Timer.builder(metric.fullName())
        .description(metric.description())
        .tags(tags(row))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void set(Row row, double value) {
    gauges.set(row, value);
  }

  @Override
  public void change(Row row, long by) {
    gauges.change(row, by);
  }

  /** The registry keeps this alive, so that what a gauge shows lives as long as it is shown. */
  private void register(Row row) {
    Metric metric = row.metric();
    Gauge.builder(metric.fullName(), gauges, all -> all.value(row))
        .description(metric.description())
        .baseUnit(unit(metric))
        .tags(tags(row))
        .strongReference(true)
        .register(registry);
  }

  private static @Nullable String unit(Metric metric) {
    String spelled = metric.unit().spelled();
    return spelled.isEmpty() ? null : spelled;
  }

  private static Tags tags(Row row) {
    List<Tag> keys = row.metric().tags();
    Tags tags = Tags.empty();
    for (int i = 0; i < keys.size(); i++) {
      String value = row.values().get(i);
      tags = tags.and(keys.get(i).key(), value == null ? Tag.NOTHING : value);
    }
    return tags;
  }
}
