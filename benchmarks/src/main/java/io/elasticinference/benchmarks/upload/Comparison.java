package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.Median;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The samples of one workload by contender, and the table that they make. */
final class Comparison {

  private static final double MIB = 1024 * 1024;

  private final Workload workload;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

  Comparison(Workload workload) {
    this.workload = workload;
  }

  void add(String contender, Sample sample) {
    samples.computeIfAbsent(contender, name -> new ArrayList<>()).add(sample);
  }

  void print() {
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d of together %.0f MiB; medians of %d rounds%n",
        workload.name(),
        workload.checksums().size(),
        workload.bytes() / MIB,
        samples.values().iterator().next().size());
    System.out.println("| | MiB/s | range | client CPU s | server CPU s | client peak MiB |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    samples.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f to %.0f | %.2f | %.2f | %.0f |%n",
                name,
                median(all, this::rate),
                all.stream().mapToDouble(this::rate).min().orElseThrow(),
                all.stream().mapToDouble(this::rate).max().orElseThrow(),
                median(all, Sample::clientCpu),
                median(all, Sample::serverCpu),
                median(all, Sample::peakMib)));
    List<Sample> ours = samples.getOrDefault(Contender.OURS, List.of());
    samples.forEach(
        (name, theirs) -> {
          if (!name.equals(Contender.OURS)) {
            printRatios(name, ours, theirs);
          }
        });
  }

  /** Each round has a ratio of its own, since what else the machine does changes with time. */
  private static void printRatios(String name, List<Sample> ours, List<Sample> theirs) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(theirs.get(round).seconds() / ours.get(round).seconds());
    }
    System.out.printf(
        Locale.ROOT,
        "%s / %s: %.2f (%.2f to %.2f)%n",
        Contender.OURS,
        name,
        Median.of(ratios),
        Collections.min(ratios),
        Collections.max(ratios));
  }

  private double rate(Sample sample) {
    return workload.bytes() / MIB / sample.seconds();
  }

  private static double median(List<Sample> all, ToDoubleFunction<Sample> value) {
    return Median.of(all.stream().mapToDouble(value));
  }
}
