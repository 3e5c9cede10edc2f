package io.elasticinference.testkit.adapter;

import java.time.InstantSource;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a metric's value from the log. */
final class MetricSource {

  private static final Logger LOG = LoggerFactory.getLogger(MetricSource.class);

  private final LogService logs;
  private final InstantSource clock;

  MetricSource(LogService logs, InstantSource clock) {
    this.logs = logs;
    this.clock = clock;
  }

  /**
   * Reads a metric. As in the real adapter, an answer without rows is taken as it is, even when it
   * is not complete.
   *
   * @return the value, cut to an integer; empty if there is no log at all
   * @throws ApiException (500) if the service fails, or its answer stays incomplete
   */
  OptionalLong value(IngressMetric metric, QueryLabels labels) {
    LogQuery query = LogQuery.of(metric, labels, clock.instant());
    for (int attempt = 1; attempt <= labels.maxRetry(); attempt++) {
      LogAnswer answer = logs.query(labels, query);
      LOG.debug("{} -> {}", query, answer);
      if (answer.rows().isEmpty()) {
        return OptionalLong.empty();
      }
      if (answer.complete()) {
        return OptionalLong.of(integer(answer.rows().get(0)));
      }
    }
    throw ApiException.internal(
        "query of sls was not complete after "
            + labels.maxRetry()
            + " attempts, it might be because of too many logs");
  }

  /**
   * Reads a value as the real adapter does: it keeps digits and points, so that {@code null} (of no
   * matching rows) is 0, and then cuts to an integer.
   */
  static long integer(String value) {
    String kept = value.replaceAll("[^0-9.]", "");
    try {
      return kept.isEmpty() ? 0 : (long) Double.parseDouble(kept);
    } catch (NumberFormatException e) {
      throw ApiException.internal("sls answered '" + value + "' (expected: a number)", e);
    }
  }
}
