package io.elasticinference.testkit.adapter;

import java.time.Instant;

/**
 * A query of the log store.
 *
 * @param from begin of the window that the service searches, seconds since the epoch
 * @param to end of that window, exclusive
 * @param text search and statement
 */
record LogQuery(long from, long to, String text) {

  private static final long SEARCHED_SECONDS = 100;

  /**
   * Writes the adapter's own query, to the letter. The service searches from 100 s before now,
   * whatever the interval; the statement then narrows it down to the interval.
   */
  static LogQuery of(IngressMetric metric, QueryLabels labels, Instant time) {
    long now = time.getEpochSecond();
    long end = now - labels.delaySeconds();
    String text =
        "* and "
            + metric.routeField()
            + ": "
            + labels.route()
            + " | SELECT "
            + metric.expression(labels.intervalSeconds())
            + " as value from log WHERE __time__ >= "
            + (end - labels.intervalSeconds())
            + "  and __time__ < "
            + end;
    return new LogQuery(now - SEARCHED_SECONDS, end, text);
  }
}
