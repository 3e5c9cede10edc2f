package io.elasticinference.internal.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value among those of a metric.
 *
 * @param metric the metric
 * @param values what the metric's tags say, in their order; null for nothing
 */
record Row(Metric metric, List<@Nullable String> values) {

  Row {
    if (values.size() != metric.tags().size()) {
      throw new IllegalArgumentException(
          metric + ": " + values + " (expected: one value for each of " + metric.tags() + ")");
    }
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  static Row of(Metric metric, @Nullable String... values) {
    return new Row(metric, java.util.Arrays.asList(values));
  }
}
