package io.elasticinference.benchmarks.load;

import io.elasticinference.benchmarks.ChildProcess;
import io.elasticinference.benchmarks.Median;
import io.elasticinference.benchmarks.load.Commands.Ended;
import io.elasticinference.benchmarks.load.Samples.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How many requests a second of the generator's processor time carries. */
final class Costs {
  private static final String WRK = "wrk, closed loop";
  private static final String CLOSED = "this SDK, closed loop";
  private static final String COLD = "this SDK, closed loop, a new JVM";

  /** What the open loop may use at most: the default of a profile. */
  private static final int CONNECTIONS = 256;

  private static final List<Integer> LOADS = List.of(90, 50);

  private final LoadOptions options;
  private final String url;
  private final Samples samples = new Samples();
  private final List<Double> halfLoadLags = new ArrayList<>();
  private final List<Double> allocated = new ArrayList<>();

  Costs(LoadOptions options, String url) {
    this.options = options;
    this.url = url;
  }

  void measure(Path wrk) throws IOException, InterruptedException {
    Optional<Path> hey = Tools.find("hey", options.tools(), "no row of it");
    Optional<Path> vegeta = Tools.find("vegeta", options.tools(), "no row of it");
    try (ChildProcess ours = GeneratorProcess.start()) {
      double rate = wrk(wrk).requests() / options.seconds();
      ours.ask("closed", url, options.connections(), 2 * options.seconds());
      ours.ask("open", url, Math.round(rate * 0.5), 2 * options.seconds(), CONNECTIONS);
      ours.ask("open", url, Math.round(rate * 0.8), options.seconds(), CONNECTIONS);
      for (int round = 0; round < options.rounds(); round++) {
        Sample reference = wrk(wrk);
        samples.add(WRK, reference);
        closed(ours);
        for (int load : LOADS) {
          open(ours, reference.requests() / options.seconds(), load);
        }
        cold();
        if (hey.isPresent()) {
          samples.add("hey, closed loop", hey(hey.get()));
        }
        if (vegeta.isPresent()) {
          samples.add("vegeta, closed loop (-rate 0)", vegeta(vegeta.get()));
        }
        System.err.println("round " + (round + 1) + " of " + options.rounds() + " done");
      }
    }
    print();
  }

  private void print() {
    System.out.printf(
        Locale.ROOT,
        "%nOne nginx on one core, the generator on the other; %d connections in the closed loops;"
            + " medians of %d rounds of %d s in turn.%n%n",
        options.connections(),
        options.rounds(),
        options.seconds());
    samples.print(WRK);
    System.out.printf(
        Locale.ROOT,
        "%nSend lag p99 at half load: %.0f us (medians of %d rounds)%n",
        Median.of(halfLoadLags),
        halfLoadLags.size());
    System.out.printf(
        Locale.ROOT,
        "Bytes that the sending thread allocated a request, after the first second: %.3f to %.3f%n",
        Collections.min(allocated),
        Collections.max(allocated));
  }

  private Sample wrk(Path program) throws IOException, InterruptedException {
    Ended ended =
        Commands.run(
            Cores.GENERATOR,
            List.of(
                program.toString(),
                "-t1",
                "-c" + options.connections(),
                "-d" + options.seconds() + "s",
                url));
    return new Sample(ended.number("(\\d+) requests in"), options.seconds(), ended.cpuSeconds());
  }

  private void closed(ChildProcess ours) throws IOException {
    Answer answer = Answer.parse(ours.ask("closed", url, options.connections(), options.seconds()));
    samples.add(CLOSED, sample(answer, answer.cpuSeconds()));
    allocated.add(answer.allocated());
  }

  private void open(ChildProcess ours, double wrksRate, int load) throws IOException {
    long rate = Math.round(wrksRate * load / 100);
    Answer answer = Answer.parse(ours.ask("open", url, rate, options.seconds(), CONNECTIONS));
    samples.add(
        "this SDK, open loop at " + load + " % of wrk's rate, replies checked",
        sample(answer, answer.cpuSeconds()));
    allocated.add(answer.allocated());
    if (load == 50) {
      halfLoadLags.add(answer.lagP99() / 1e3);
    }
    if (answer.ok() != answer.offered()) {
      System.err.println("not all replies were good: " + answer);
    }
  }

  private void cold() throws IOException {
    try (ChildProcess fresh = GeneratorProcess.start()) {
      Answer answer =
          Answer.parse(fresh.ask("closed", url, options.connections(), options.seconds()));
      samples.add(COLD, sample(answer, answer.cpuSinceStart()));
    }
  }

  private Sample sample(Answer answer, double cpuSeconds) {
    return new Sample(answer.ok(), options.seconds(), cpuSeconds);
  }

  private Sample hey(Path program) throws IOException, InterruptedException {
    Ended ended =
        Commands.run(
            Cores.GENERATOR,
            List.of(
                program.toString(),
                "-c",
                Integer.toString(options.connections()),
                "-z",
                options.seconds() + "s",
                url));
    return new Sample(
        ended.number("\\[200]\\s+(\\d+) responses"), options.seconds(), ended.cpuSeconds());
  }

  private Sample vegeta(Path program) throws IOException, InterruptedException {
    String workers = Integer.toString(options.connections());
    Ended ended =
        Commands.run(
            Cores.GENERATOR,
            List.of(
                "bash",
                "-c",
                "echo \"GET $1\" | \"$0\" attack -rate 0 -workers \"$2\" -max-workers \"$2\""
                    + " -connections \"$2\" -duration \"$3s\" | \"$0\" report",
                program.toString(),
                url,
                workers,
                Integer.toString(options.seconds())));
    return new Sample(ended.number("200:(\\d+)"), options.seconds(), ended.cpuSeconds());
  }
}
