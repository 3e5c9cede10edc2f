package io.elasticinference.benchmarks.load;

import io.elasticinference.benchmarks.ChildProcess;
import io.elasticinference.benchmarks.load.Commands.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Whether what is told of a server is true that replies after a known time and freezes once. */
final class Truth {
  private static final int RATE = 1000;
  private static final int SECONDS = 12;
  private static final int FREEZE_AT = 5 * RATE;
  private static final int CONNECTIONS = 4_000;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long SERVICE = 5_000_000L;
  private static final long FREEZE = 1_000_000_000L;
  private static final long SEED = 20261124;
  private static final long ALLOWED_NANOS = 100_000;
  private static final double ALLOWED_SHARE = 0.01;

  private final LoadOptions options;
  private final Path folder;

  Truth(LoadOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
  }

  void measure() throws IOException, InterruptedException {
    try (ChildProcess server = FreezingServer.start(SERVICE, FREEZE);
        ChildProcess ours = GeneratorProcess.start()) {
      String url = "http://127.0.0.1:" + server.ask("port") + "/";
      for (int i = 0; i < 2; i++) { // warms both up by what is measured, with a freeze in it
        server.ask("begin", FREEZE_AT);
        ask(ours, "open", url);
      }
      System.out.printf(
          Locale.ROOT,
          "%nA server that replies after %.0f ms and freezes once for %.0f s; %d requests a second for"
              + " %d s. Times in ms; allowed: %.0f %% or %d us, whichever is more.%n%n",
          SERVICE / 1e6,
          FREEZE / 1e9,
          RATE,
          SECONDS,
          ALLOWED_SHARE * 100,
          ALLOWED_NANOS / 1000);
      head();
      ours(server, ours, url, "constant", Schedule.constant(RATE, SECONDS));
      ours(server, ours, url, "poisson", Schedule.poisson(RATE, SECONDS, SEED));
      others(server, url);
      arrivals(server, ours, url);
    }
  }

  private static void head() {
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("| --- |");
    for (double percent : Answer.PERCENTS) {
      head.append(" p").append(percent % 1 == 0 ? (int) percent : percent).append(" |");
      rule.append(" --- |");
    }
    System.out.println(head + " largest error |\n" + rule + " --- |");
  }

  private void ours(
      ChildProcess server, ChildProcess ours, String url, String arrivals, Schedule schedule)
      throws IOException {
    long[] planned = schedule.latencies(SERVICE, FREEZE_AT, FREEZE);
    row(arrivals + ": by the schedule alone", percentiles(Arrays.stream(planned).sorted()), "");
    for (int round = 1; round <= Math.min(3, options.rounds()); round++) {
      server.ask("begin", FREEZE_AT);
      Answer answer = ask(ours, arrivals.equals("poisson") ? "poisson" : "open", url);
      long[] served = schedule.asServed(planned, seen(server));
      List<Long> truth = percentiles(Arrays.stream(served));
      row(
          arrivals + ": the truth of run " + round,
          truth,
          served.length + " of " + planned.length + " came");
      boolean within = true;
      double worst = 0;
      for (int i = 0; i < truth.size(); i++) {
        double error = Math.abs(answer.percentiles().get(i) - truth.get(i));
        within &= error <= Math.max(ALLOWED_NANOS, truth.get(i) * ALLOWED_SHARE);
        worst = Math.max(worst, error / Math.max(ALLOWED_NANOS, truth.get(i) * ALLOWED_SHARE));
      }
      row(
          arrivals + ": this SDK, run " + round,
          answer.percentiles(),
          String.format(
              Locale.ROOT,
              "%.0f %% of what is allowed%s; %d of %d replies good; send lag p99 %.0f us",
              worst * 100,
              within ? "" : ": MISSED",
              answer.ok(),
              answer.offered(),
              answer.lagP99() / 1e3));
    }
  }

  private static List<Long> percentiles(LongStream sorted) {
    long[] values = sorted.toArray();
    return Answer.PERCENTS.stream().map(p -> Schedule.percentile(values, p)).toList();
  }

  private static Answer ask(ChildProcess ours, String how, String url) throws IOException {
    return Answer.parse(ours.ask(how, url, RATE, SECONDS, CONNECTIONS, SEED, 2 * RATE * SECONDS));
  }

  private static void row(String name, List<Long> nanos, String note) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (long value : nanos) {
      row.append(value < 0 ? " – |" : String.format(Locale.ROOT, " %.2f |", value / 1e6));
    }
    System.out.println(row + " " + note + " |");
  }

  /** The same server as others tell of it; a percentile that one does not tell is a dash. */
  private void others(ChildProcess server, String url) throws IOException, InterruptedException {
    Optional<Path> vegeta = Tools.find("vegeta", options.tools(), "no row of it");
    if (vegeta.isPresent()) {
      String script =
          "echo \"GET $1\" | \"$0\" attack -rate "
              + RATE
              + " -duration "
              + SECONDS
              + "s -max-workers 4000 | \"$0\" report -type=json";
      Ended told = run(server, List.of("bash", "-c", script, vegeta.get().toString(), url));
      row(
          "vegeta, -rate " + RATE,
          list(told, 1, "\"50th\":(\\d+)", "\"90th\":(\\d+)", "\"95th\":(\\d+)", "\"99th\":(\\d+)"),
          "open loop");
    }
    Optional<Path> hey = Tools.find("hey", options.tools(), "no row of it");
    if (hey.isPresent()) {
      List<String> command =
          List.of(hey.get().toString(), "-c", "50", "-q", Integer.toString(RATE / 50));
      Ended told = run(server, with(command, "-z", SECONDS + "s", url));
      row(
          "hey, -c 50 -q " + RATE / 50,
          list(told, 1e9, hey(50), hey(90), hey(95), hey(99)),
          "closed loop");
    }
    Optional<Path> wrk = Tools.find("wrk", options.tools(), "no row of it");
    if (wrk.isPresent()) {
      Ended told =
          run(
              server,
              List.of(wrk.get().toString(), "-t1", "-c5", "-d" + SECONDS + "s", "--latency", url));
      row(
          "wrk, -c 5 (about 1000/s)",
          List.of(wrk(told, 50), wrk(told, 90), -1L, wrk(told, 99), -1L),
          "closed loop");
    }
  }

  private static Ended run(ChildProcess server, List<String> command)
      throws IOException, InterruptedException {
    server.ask("begin", FREEZE_AT);
    return Commands.run(Cores.GENERATOR, command);
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(more));
    return whole;
  }

  private static List<Long> list(Ended told, double unit, String... patterns) throws IOException {
    List<Long> values = new ArrayList<>();
    for (String pattern : patterns) {
      values.add((long) (told.number(pattern) * unit));
    }
    values.add(-1L);
    return values;
  }

  private static String hey(int percent) {
    return percent + "% in ([0-9.]+) secs";
  }

  private static long wrk(Ended told, int percent) throws IOException {
    Map<String, Double> units = new LinkedHashMap<>();
    units.put("us", 1e3);
    units.put("ms", 1e6);
    units.put("s", 1e9);
    for (Map.Entry<String, Double> unit : units.entrySet()) {
      String pattern = percent + "%\\s+([0-9.]+)" + unit.getKey();
      if (told.output().matches("(?s).*\\s" + pattern + "\\s.*")) {
        return (long) (told.number(pattern) * unit.getValue());
      }
    }
    throw new IOException("No " + percent + "% in the output:\n" + told.output());
  }

  /** What the server saw of the schedule, without a freeze. */
  private void arrivals(ChildProcess server, ChildProcess ours, String url) throws IOException {
    server.ask("begin", NEVER);
    Answer poisson = ask(ours, "poisson", url);
    long[] came = came(server);
    double[] gaps = new double[came.length - 1];
    Arrays.setAll(gaps, i -> (came[i + 1] - came[i]) / 1e9);
    KolmogorovSmirnov random = KolmogorovSmirnov.of(gaps, gap -> 1 - Math.exp(-RATE * gap));
    deviations("Poisson", came, Schedule.poisson(RATE, SECONDS, SEED), poisson);
    System.out.printf(
        Locale.ROOT,
        "Kolmogorov-Smirnov, gaps between %d Poisson arrivals against the exponential distribution:"
            + " D %.4f, p %.3f (expected: at least 0.05): %s%n",
        came.length,
        random.distance(),
        random.probability(),
        random.probability() >= 0.05 ? "passed" : "MISSED");
    server.ask("begin", NEVER);
    Answer constant = ask(ours, "open", url);
    long[] even = came(server);
    deviations("constant", even, Schedule.constant(RATE, SECONDS), constant);
    double[] times = Arrays.stream(even).mapToDouble(t -> (t - even[0]) / 1e9).toArray();
    KolmogorovSmirnov uniform =
        KolmogorovSmirnov.of(times, t -> Math.max(0, Math.min(1, t / SECONDS)));
    System.out.printf(
        Locale.ROOT,
        "Kolmogorov-Smirnov, %d constant arrivals against the uniform distribution: D %.5f, p %.3f: %s%n",
        even.length,
        uniform.distance(),
        uniform.probability(),
        uniform.probability() >= 0.05 ? "passed" : "MISSED");
  }

  private long[] came(ChildProcess server) throws IOException {
    return seen(server).stream().mapToLong(Seen::read).sorted().toArray();
  }

  private List<Seen> seen(ChildProcess server) throws IOException {
    Path file = folder.resolve("seen");
    server.ask("seen", file);
    return Seen.parse(file);
  }

  /**
   * The start is not known to the server: the earliest arrival, against its time, stands for it.
   */
  private static void deviations(String what, long[] came, Schedule schedule, Answer answer) {
    long[] late = new long[Math.min(came.length, schedule.times().length)];
    Arrays.setAll(late, i -> came[i] - schedule.times()[i]);
    Arrays.sort(late);
    System.out.printf(
        Locale.ROOT,
        "%n%s arrivals, by the server: %d of %d came; later than the most punctual: p50 %.0f us, p99"
            + " %.0f us; send lag p99 by the generator: %.0f us%n",
        what,
        came.length,
        schedule.times().length,
        (Schedule.percentile(late, 50) - late[0]) / 1e3,
        (Schedule.percentile(late, 99) - late[0]) / 1e3,
        answer.lagP99() / 1e3);
  }
}
