package io.elasticinference.benchmarks.load;

import io.elasticinference.benchmarks.Median;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each contender did, round by round, and the table that this makes. */
final class Samples {
  /**
   * One run.
   *
   * @param requests replies that the contender counts as good
   * @param seconds how long it sent
   * @param cpuSeconds processor time of its process
   */
  record Sample(double requests, double seconds, double cpuSeconds) {
    double perCpuSecond() {
      return requests / cpuSeconds;
    }
  }

  private final Map<String, List<Sample>> byName = new LinkedHashMap<>();

  void add(String contender, Sample sample) {
    byName.computeIfAbsent(contender, name -> new ArrayList<>()).add(sample);
  }

  /** Prints the table; each round has a ratio of its own, since the machine's mood changes. */
  void print(String reference) {
    List<Sample> base = byName.getOrDefault(reference, List.of());
    System.out.println(
        "| | requests per CPU-second | range | / " + reference + " | range | requests/s |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    byName.forEach(
        (name, all) -> {
          List<Double> ratios = new ArrayList<>();
          for (int i = 0; i < Math.min(all.size(), base.size()); i++) {
            ratios.add(all.get(i).perCpuSecond() / base.get(i).perCpuSecond());
          }
          List<Double> rates = all.stream().map(Sample::perCpuSecond).toList();
          System.out.printf(
              Locale.ROOT,
              "| %s | %,.0f | %,.0f to %,.0f | %s | %,.0f |%n",
              name,
              Median.of(rates),
              Collections.min(rates),
              Collections.max(rates),
              ratios.isEmpty()
                  ? "| "
                  : String.format(
                      Locale.ROOT,
                      "%.2f | %.2f to %.2f",
                      Median.of(ratios),
                      Collections.min(ratios),
                      Collections.max(ratios)),
              Median.of(all.stream().mapToDouble(s -> s.requests() / s.seconds())));
        });
  }
}
