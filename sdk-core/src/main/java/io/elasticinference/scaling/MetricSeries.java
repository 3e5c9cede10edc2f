package io.elasticinference.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One external metric over time: each reading holds from its moment on, until the next one's.
 * Before the first there is none. Immutable.
 */
public final class MetricSeries {

  private final long[] fromNanos;
  private final List<MetricReading> readings;

  private MetricSeries(NavigableMap<Duration, MetricReading> steps) {
    fromNanos = steps.keySet().stream().mapToLong(Duration::toNanos).toArray();
    readings = List.copyOf(steps.values());
  }

  /**
   * A series from its steps.
   *
   * @param steps from when on, since the simulation's begin, the metric is read as what
   * @return the series
   * @throws IllegalArgumentException where a moment is negative
   */
  public static MetricSeries of(Map<Duration, MetricReading> steps) {
    NavigableMap<Duration, MetricReading> sorted = new TreeMap<>(steps);
    check(
        sorted.isEmpty() || !sorted.firstKey().isNegative(),
        "steps",
        sorted.isEmpty() ? "" : sorted.firstKey(),
        ">= 0 s");
    return new MetricSeries(sorted);
  }

  /**
   * A series of values at even distances.
   *
   * @param step the distance, above 0 s
   * @param values the metric's value over all replicas, in each step
   * @return the series
   * @throws IllegalArgumentException where the step is not above 0 s or a value is negative
   */
  public static MetricSeries every(Duration step, double... values) {
    check(!step.isNegative() && !step.isZero(), "step", step, "> 0 s");
    NavigableMap<Duration, MetricReading> steps = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      steps.put(step.multipliedBy(i), MetricReading.of(values[i]));
    }
    return new MetricSeries(steps);
  }

  /**
   * What is read at a moment.
   *
   * @param at since the simulation's begin
   * @return the reading; {@link MetricReading#missing()} before the first step
   */
  public MetricReading at(Duration at) {
    int found = Arrays.binarySearch(fromNanos, at.toNanos());
    int index = found >= 0 ? found : -found - 2;
    return index < 0 ? MetricReading.missing() : readings.get(index);
  }
}
