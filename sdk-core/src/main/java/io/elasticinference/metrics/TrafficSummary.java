package io.elasticinference.metrics;

import java.time.Duration;
import java.time.Instant;

/**
 * The traffic of a service over a span of time, counted from the ingress's access log.
 *
 * @param from the span's begin
 * @param to the span's end
 * @param requests how many requests were logged in it
 * @param serverErrors how many of them ended with a status of 500 or above
 * @param meanLatency the mean time a request took at the ingress; zero where there were none
 * @param p50 the median time
 * @param p95 the time that 95 % stayed within
 * @param p99 the time that 99 % stayed within
 * @param requestBytes bytes of all requests together
 */
public record TrafficSummary(
    Instant from,
    Instant to,
    long requests,
    long serverErrors,
    Duration meanLatency,
    Duration p50,
    Duration p95,
    Duration p99,
    long requestBytes) {

  /**
   * Requests a second over the span.
   *
   * @return requests divided by the span's length
   */
  public double qps() {
    double seconds = Duration.between(from, to).toMillis() / 1000.0;
    return seconds <= 0 ? 0 : requests / seconds;
  }

  /**
   * The share of requests that ended with a status of 500 or above.
   *
   * @return 0 to 1; 0 where there were no requests
   */
  public double errorRatio() {
    return requests == 0 ? 0 : (double) serverErrors / requests;
  }
}
