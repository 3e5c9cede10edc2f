package io.elasticinference.internal.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the gauges show now. */
final class Gauges {

  private final Map<Row, Double> values = new ConcurrentHashMap<>();
  private final Consumer<Row> onNew;

  /**
   * Shows nothing yet.
   *
   * @param onNew hears of each row that is new
   */
  Gauges(Consumer<Row> onNew) {
    this.onNew = onNew;
  }

  void set(Row row, double value) {
    if (values.put(row, value) == null) {
      onNew.accept(row);
    }
  }

  void change(Row row, long by) {
    if (values.putIfAbsent(row, 0.0) == null) {
      onNew.accept(row);
    }
    values.merge(row, (double) by, Double::sum);
  }

  /** The value of a row; NaN where it has none. */
  double value(Row row) {
    return values.getOrDefault(row, Double.NaN);
  }

  void eachOf(Metric metric, BiConsumer<Row, Double> seen) {
    values.forEach(
        (row, value) -> {
          if (row.metric() == metric && !value.isNaN()) {
            seen.accept(row, value);
          }
        });
  }
}
