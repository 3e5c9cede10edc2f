package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.metrics.LatencyStatistic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is asked of a log about a route's traffic in steps. A step's number is its distance from the
 * span's begin, so that steps need not be aligned. None has a limit yet: {@link LogReader#allRows}
 * pages through them, and so each has an order that names every row once.
 *
 * @param labels log and route
 * @param fields how the log names things
 * @param from the span's begin, seconds since 1970
 * @param to its end, exclusive
 * @param step how long a step is, in seconds
 */
record TrafficQueries(MetricLabels labels, LogFields fields, long from, long to, long step) {

  static final String STEP = "step";
  static final String STATUS = "code";
  static final String REQUESTS = "requests";
  static final String SECONDS = "seconds";
  static final String BYTES = "bytes";
  static final String ROUTE = "route";
  static final String NEWEST = "newest";

  static TrafficQueries of(
      MetricLabels labels, LogFields fields, Instant from, Instant to, Duration step) {
    return new TrafficQueries(
        labels, fields, from.getEpochSecond(), to.getEpochSecond(), step.toSeconds());
  }

  /** By step and status: requests, their time and their bytes. Lines without a status have 0. */
  LogQuery counts() {
    return ofRoute(
        stepNumber()
            + ", coalesce(try_cast(status as bigint), 0) as "
            + STATUS
            + ", count(1) as "
            + REQUESTS
            + ", sum(request_time) as "
            + SECONDS
            + ", sum(request_length) as "
            + BYTES,
        " group by " + STEP + ", " + STATUS + " order by " + STEP + ", " + STATUS);
  }

  /** By step: the percentiles of the time that requests took. */
  LogQuery percentiles() {
    String columns =
        Arrays.stream(LatencyStatistic.values())
            .filter(s -> s != LatencyStatistic.AVERAGE)
            .map(s -> ", approx_percentile(request_time, " + s.quantile() + ") as " + column(s))
            .collect(Collectors.joining());
    return ofRoute(stepNumber() + columns, " group by " + STEP + " order by " + STEP);
  }

  /** By step: how many lines the log has, of whichever route. */
  LogQuery lines() {
    return query(
        "*",
        stepNumber() + ", count(1) as " + REQUESTS,
        "",
        " group by " + STEP + " order by " + STEP);
  }

  /** How many lines the route has, and when the newest was written: one row, without an order. */
  LogQuery ownLines() {
    return ofRoute("count(1) as " + REQUESTS + ", max(__time__) as " + NEWEST, "");
  }

  /** By route: how many lines the log has, and when the newest was written. */
  LogQuery routes() {
    return query(
        "*",
        fields.route()
            + " as "
            + ROUTE
            + ", count(1) as "
            + REQUESTS
            + ", max(__time__) as "
            + NEWEST,
        "",
        " group by " + ROUTE + " order by " + REQUESTS + " desc, " + ROUTE);
  }

  /** The column of a percentile. In lower case, since the service may write all names so. */
  static String column(LatencyStatistic statistic) {
    return statistic.name().toLowerCase(Locale.ROOT);
  }

  private LogQuery ofRoute(String columns, String rest) {
    if (labels.route().equals(MetricLabels.ALL_ROUTES)) {
      return query("*", columns, "", rest);
    }
    return query(
        "* and " + fields.route() + ": " + Quoting.search(labels.route()),
        columns,
        " and " + fields.route() + " = " + Quoting.sql(labels.route()),
        rest);
  }

  private LogQuery query(String search, String columns, String condition, String rest) {
    String text =
        search
            + " | select "
            + columns
            + " from log where __time__ >= "
            + from
            + " and __time__ < "
            + to
            + condition
            + rest;
    return new LogQuery(labels.project(), labels.logstore(), from, to, text);
  }

  private String stepNumber() {
    return "(__time__ - " + from + ") / " + step + " as " + STEP;
  }
}
