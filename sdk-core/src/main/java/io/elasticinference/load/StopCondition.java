package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides, once a second, whether a run ends early.
 *
 * <pre>{@code
 * LoadProfile.ramp(1, 500).during(Duration.ofMinutes(10))
 *     .stopWhen(StopCondition.p99Over(Duration.ofSeconds(1), Duration.ofSeconds(10)));
 * }</pre>
 */
@FunctionalInterface
public interface StopCondition {
  /** Ends a run of which practically nothing has succeeded for 15 seconds. */
  StopCondition DEFAULT = errorRatioOver(0.99, Duration.ofSeconds(15));

  /**
   * Looks at the run so far.
   *
   * @param samples all seconds up to now, oldest first; unmodifiable
   * @return why the run must end; empty to go on
   */
  Optional<String> reasonToStop(List<LoadSample> samples);

  /**
   * Ends a run when more than a share of the requests fail, in each of the last seconds.
   *
   * @param ratio 0 to 1; dropped requests count as failed
   * @param time whole seconds, at least one; seconds in which nothing ended do not count
   * @return a condition
   * @throws IllegalArgumentException when an argument is out of range
   */
  static StopCondition errorRatioOver(double ratio, Duration time) {
    Check.argument(ratio >= 0 && ratio < 1, "ratio", ratio, "0 to 1");
    int seconds = wholeSeconds(time);
    return samples -> {
      List<LoadSample> last = lastOf(samples.stream().filter(s -> s.ended() > 0).toList(), seconds);
      return last.size() == seconds && last.stream().allMatch(s -> s.errorRatio() > ratio)
          ? Optional.of(
              "error ratio over "
                  + ratio
                  + " for "
                  + seconds
                  + " s, at last "
                  + last.get(seconds - 1).errorRatio())
          : Optional.empty();
    };
  }

  /**
   * Ends a run when the 99th percentile of latency is over a limit, in each of the last seconds.
   *
   * @param limit above zero
   * @param time whole seconds, at least one; seconds without a success do not count
   * @return a condition
   * @throws IllegalArgumentException when an argument is out of range
   */
  static StopCondition p99Over(Duration limit, Duration time) {
    Check.duration(limit, "limit", Duration.ofHours(1));
    int seconds = wholeSeconds(time);
    return samples -> {
      List<LoadSample> last = lastOf(samples.stream().filter(s -> s.ok() > 0).toList(), seconds);
      return last.size() == seconds && last.stream().allMatch(s -> s.p99().compareTo(limit) > 0)
          ? Optional.of(
              "p99 over "
                  + limit
                  + " for "
                  + seconds
                  + " s, at last "
                  + last.get(seconds - 1).p99())
          : Optional.empty();
    };
  }

  private static int wholeSeconds(Duration time) {
    Check.argument(
        time.compareTo(Duration.ofSeconds(1)) >= 0 && time.toDays() < 7,
        "time",
        time,
        "one second to seven days");
    return (int) time.toSeconds();
  }

  private static List<LoadSample> lastOf(List<LoadSample> samples, int count) {
    return samples.subList(Math.max(0, samples.size() - count), samples.size());
  }
}
