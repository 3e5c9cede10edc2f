package io.elasticinference.benchmarks.load;

import java.util.List;

/**
 * What {@link GeneratorProcess} says of a run.
 *
 * @param offered requests that came due
 * @param ok replies that were as expected
 * @param late requests sent more than 10 ms after their time
 * @param cpuSeconds processor time of the whole process, during the run
 * @param cpuSinceStart the same, since the process began
 * @param allocated bytes a request, of the threads that send; not a number when a run is too short
 * @param lagP99 send lag in nanoseconds
 * @param lagMax send lag in nanoseconds
 * @param percentiles nanoseconds of the latency, at {@link #PERCENTS}
 */
record Answer(
    long offered,
    long ok,
    long late,
    double cpuSeconds,
    double cpuSinceStart,
    double allocated,
    long lagP99,
    long lagMax,
    List<Long> percentiles) {
  static final List<Double> PERCENTS = List.of(50.0, 90.0, 95.0, 99.0, 99.9);

  static Answer parse(String line) {
    String[] words = line.split(" ", -1);
    return new Answer(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Double.parseDouble(words[3]),
        Double.parseDouble(words[4]),
        Double.parseDouble(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        List.of(words).subList(8, words.length).stream().map(Long::valueOf).toList());
  }

  /** How many requests a second of processor time carried. */
  double perCpuSecond() {
    return ok / cpuSeconds;
  }
}
