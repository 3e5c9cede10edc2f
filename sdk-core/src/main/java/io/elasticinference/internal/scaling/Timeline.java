package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.ReplicaChange;
import java.util.Arrays;
import java.util.List;

/**
 * A simulation cut into even spans for a chart. Requests count in the span in which they came;
 * times are nanoseconds.
 */
public final class Timeline {

  private static final int MOST_SPANS = 400;
  private static final long SECOND = 1_000_000_000L;
  private static final long WINDOW = 15 * SECOND;

  private final long duration;
  private final long span;
  private final double[] rates;
  private final double[] busiest;
  private final double[] p50;
  private final double[] p99;
  private final int[] failures;
  private final List<ReplicaChange> wanted;
  private final List<ReplicaChange> ready;
  private final double capacity;

  /** Cuts what was played. */
  public Timeline(
      Traffic traffic,
      Outcomes outcomes,
      long duration,
      List<ReplicaChange> wanted,
      List<ReplicaChange> ready,
      double capacity) {
    this.duration = duration;
    this.span = SECOND * Math.max(1, (duration / SECOND + MOST_SPANS - 1) / MOST_SPANS);
    int spans = (int) ((duration + span - 1) / span);
    this.rates = new double[spans];
    this.busiest = new double[spans];
    this.p50 = new double[spans];
    this.p99 = new double[spans];
    this.failures = new int[spans];
    this.wanted = wanted;
    this.ready = ready;
    this.capacity = capacity;
    int first = 0;
    for (int i = 0; i < spans; i++) {
      int after = first;
      while (after < traffic.size() && traffic.arrival(after) < (i + 1) * span) {
        failures[i] += outcomes.failed(after) ? 1 : 0;
        after++;
      }
      long length = Math.min(span, duration - i * span);
      rates[i] = (after - first) * (double) SECOND / length;
      busiest[i] = Math.max(rates[i], busiest(traffic, first, after));
      Durations latencies = new Durations(Arrays.copyOfRange(outcomes.latencies(), first, after));
      p50[i] = after == first ? Double.NaN : latencies.percentile(0.5);
      p99[i] = after == first ? Double.NaN : latencies.percentile(0.99);
      first = after;
    }
  }

  /** The highest rate over 15 s, the shortest that an autoscaler's metric covers. */
  private static double busiest(Traffic traffic, int first, int after) {
    int most = 0;
    int from = first;
    for (int i = first; i < after; i++) {
      while (traffic.arrival(from) <= traffic.arrival(i) - WINDOW) {
        from++;
      }
      most = Math.max(most, i - from + 1);
    }
    return most * (double) SECOND / WINDOW;
  }

  int spans() {
    return rates.length;
  }

  double duration() {
    return duration;
  }

  /** When a span begins. */
  double begin(int index) {
    return (double) index * span;
  }

  /** When a span ends. */
  double end(int index) {
    return Math.min((double) duration, (index + 1.0) * span);
  }

  /** Requests a second. */
  double rate(int index) {
    return rates[index];
  }

  /** Requests a second in the busiest 15 s. */
  double busiest(int index) {
    return busiest[index];
  }

  /** Not a number where no request came. */
  double p50(int index) {
    return p50[index];
  }

  /** Not a number where no request came. */
  double p99(int index) {
    return p99[index];
  }

  int failures(int index) {
    return failures[index];
  }

  List<ReplicaChange> wanted() {
    return wanted;
  }

  List<ReplicaChange> ready() {
    return ready;
  }

  /** Requests a second that one replica can answer. */
  double capacity() {
    return capacity;
  }
}
