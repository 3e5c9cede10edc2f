package io.elasticinference.metrics;

import io.elasticinference.internal.metrics.TrafficText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The traffic of a service over a span of time, counted from the ingress's access log. A request
 * belongs to the second in which it ended, which is when the ingress logs it.
 *
 * @param from the span's begin, a whole second
 * @param to the span's end, a whole second, exclusive
 * @param hasData whether the log has any line of the span, of this service or another. Without any,
 *     nobody knows whether there was traffic: the log may not have been collected. With some, a
 *     zero is a zero
 * @param settled whether the span ended long enough ago for all its log lines to have arrived;
 *     otherwise its numbers may still grow
 * @param byStatus how many requests ended with each HTTP status, ordered by status; 0 stands for
 *     lines without one, whose clients had gone
 * @param latencies how long requests took at the ingress; empty where there were none
 * @param requestBytes bytes of all requests together
 */
public record TrafficSummary(
    Instant from,
    Instant to,
    boolean hasData,
    boolean settled,
    SortedMap<Integer, Long> byStatus,
    Map<LatencyStatistic, Duration> latencies,
    long requestBytes) {

  private static final int SERVER_ERROR = 5;
  private static final int CLASS = 100;

  public TrafficSummary {
    byStatus = Collections.unmodifiableSortedMap(new TreeMap<>(byStatus));
    latencies = Collections.unmodifiableMap(new TreeMap<>(latencies));
  }

  /**
   * How many requests were logged.
   *
   * @return the count
   */
  public long requests() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Requests a second over the span.
   *
   * @return requests divided by the span's length
   */
  public double qps() {
    return perSecond(requests());
  }

  /**
   * Bytes of requests a second over the span.
   *
   * @return bytes divided by the span's length
   */
  public double inflow() {
    return perSecond(requestBytes);
  }

  private double perSecond(long count) {
    double seconds = Duration.between(from, to).toMillis() / 1000.0;
    return seconds <= 0 ? 0 : count / seconds;
  }

  /**
   * How long requests took at the ingress.
   *
   * @param statistic by which number
   * @return the time; zero where there were no requests
   */
  public Duration latency(LatencyStatistic statistic) {
    return latencies.getOrDefault(statistic, Duration.ZERO);
  }

  /**
   * How many requests ended with a status of one class.
   *
   * @param hundreds the status's first digit: 2 for 200 to 299
   * @return the count
   */
  public long statusClass(int hundreds) {
    return byStatus.subMap(hundreds * CLASS, (hundreds + 1) * CLASS).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * How many requests ended with a status of 500 or above.
   *
   * @return the count
   */
  public long serverErrors() {
    return byStatus.tailMap(SERVER_ERROR * CLASS).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * The share of requests that ended with a status of 500 or above.
   *
   * @return 0 to 1; 0 where there were no requests
   */
  public double errorRatio() {
    long requests = requests();
    return requests == 0 ? 0 : (double) serverErrors() / requests;
  }

  /**
   * The summary in one line.
   *
   * @return rate, latencies, errors and inflow
   */
  @Override
  public String toString() {
    return TrafficText.line(this);
  }
}
