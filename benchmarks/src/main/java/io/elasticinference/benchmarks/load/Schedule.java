package io.elasticinference.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * When requests are meant to be sent, in nanoseconds after the start: worked out here once more, by
 * the definition and not by the generator's code.
 */
final class Schedule {
  private final long[] times;

  private Schedule(long[] times) {
    this.times = times;
  }

  /** In order. */
  long[] times() {
    return times;
  }

  static Schedule constant(int rate, int seconds) {
    long[] times = new long[rate * seconds];
    Arrays.setAll(times, i -> i * 1_000_000_000L / rate);
    return new Schedule(times);
  }

  /** Gaps that are exponential with the mean 1 / rate. */
  static Schedule poisson(int rate, int seconds, long seed) {
    Random random = new Random(seed);
    long[] times = new long[2 * rate * seconds];
    int count = 0;
    double at = -StrictMath.log(1 - random.nextDouble()) / rate;
    while (at < seconds) {
      times[count++] = Math.round(at * 1e9);
      at -= StrictMath.log(1 - random.nextDouble()) / rate;
    }
    return new Schedule(Arrays.copyOf(times, count));
  }

  /**
   * The latencies that a server gives that replies after the service time, and sends no reply for a
   * while after a request's arrival: in the order of the requests.
   */
  long[] latencies(long service, int freezeAt, long freeze) {
    long frozenFrom = times[freezeAt];
    long thaw = frozenFrom + freeze;
    return Arrays.stream(times)
        .map(sent -> sent + service < frozenFrom ? service : Math.max(service, thaw - sent))
        .toArray();
  }

  /**
   * Latencies, sorted, of the requests that the server has seen, made longer by what the server did
   * late: each reply by what it left after its plan; and each reading by the time since the server
   * had looked before, but no more than the request came after its time. The server is not told
   * when the schedule began: the most punctual request stands for it.
   *
   * @param latencies by the schedule alone
   * @param seen what the server knows
   */
  long[] asServed(long[] latencies, List<Seen> seen) {
    long start = seen.stream().mapToLong(s -> s.read() - times[s.number()]).min().orElse(0);
    return seen.stream()
        .mapToLong(
            s -> {
              long behind = s.read() - start - times[s.number()];
              return latencies[s.number()] + s.late() + Math.min(behind, s.read() - s.looked());
            })
        .sorted()
        .toArray();
  }

  /** The smallest value that at least so many per cent do not exceed. */
  static long percentile(long[] sorted, double percent) {
    return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
  }
}
