package io.elasticinference.aliyun.internal.sls;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the adapter must have read second by second, worked out from the log's lines of each second.
 * Only for metrics that are sums divided by the interval; whole numbers are divided there, and the
 * result is cut.
 */
final class AdapterHistory {

  private static final String INFLOW = "sls_ingress_inflow";

  private final boolean inflow;
  private final long interval;
  private final long delay;
  private final MetricLabels labels;
  private final LogFields fields;

  AdapterHistory(String metric, MetricLabels labels) {
    this.inflow = metric.equals(INFLOW);
    this.interval = labels.effectiveInterval().toSeconds();
    this.delay = labels.effectiveDelay().toSeconds();
    this.labels = labels;
    this.fields = LogFields.of(metric);
  }

  /** Whether a metric is such a sum. */
  static boolean addsUp(String metric) {
    return metric.equals(INFLOW) || metric.endsWith("_qps");
  }

  SortedMap<Instant, Double> read(LogReader reader, long from, long to) {
    long begin = from - delay - interval;
    int seconds = Math.toIntExact(to - delay - begin);
    double[] sums = new double[seconds + 1]; // of all seconds before
    TrafficQueries queries = new TrafficQueries(labels, fields, begin, begin + seconds, 1);
    for (Map<String, String> row : reader.allRows(queries.counts())) {
      int second = (int) Cell.number(row, TrafficQueries.STEP);
      sums[second + 1] += Cell.number(row, inflow ? TrafficQueries.BYTES : TrafficQueries.REQUESTS);
    }
    for (int i = 0; i < seconds; i++) {
      sums[i + 1] += sums[i];
    }
    SortedMap<Instant, Double> readings = new TreeMap<>();
    for (long at = from; at < to; at++) {
      int end = (int) (at - delay - begin);
      int first = (int) Math.max(end - interval, at - AdapterQuery.LOOK_BACK_SECONDS - begin);
      readings.put(Instant.ofEpochSecond(at), Math.floor((sums[end] - sums[first]) / interval));
    }
    return readings;
  }
}
