package io.elasticinference.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import io.elasticinference.benchmarks.ChildProcess;
import io.elasticinference.load.LatencySummary;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTest;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.load.StopCondition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * This SDK's load generator in a process of its own. Understands {@code closed URL CONNECTIONS
 * SECONDS}, {@code open URL RATE SECONDS CONNECTIONS} and {@code poisson URL RATE SECONDS
 * CONNECTIONS SEED NUMBERED}, where the last two may be left out or be added to {@code open} too:
 * so many requests carry their numbers, as {@link FreezingServer} reads them. Answers with an
 * {@link Answer}.
 */
public final class GeneratorProcess {
  private static final double ALLOWED = 1_000_000;

  private GeneratorProcess() {}

  /**
   * Runs until standard input ends.
   *
   * @param arguments none
   * @throws Exception when a run cannot be made
   */
  public static void main(String[] arguments) throws Exception {
    ChildProcess.serve(GeneratorProcess::run);
  }

  /** Starts its process on the generator's core. */
  static ChildProcess start() throws IOException {
    return ChildProcess.start(
        Commands.pinned(Cores.GENERATOR, ChildProcess.java(GeneratorProcess.class)), Map.of());
  }

  private static String run(List<String> words) {
    int amount = Integer.parseInt(words.get(2));
    LoadProfile profile =
        switch (words.get(0)) {
          case "closed" -> LoadProfile.connections(amount);
          case "open" -> LoadProfile.constant(amount);
          case "poisson" -> LoadProfile.constant(amount).poisson(Long.parseLong(words.get(5)));
          default -> throw new IllegalArgumentException(words.get(0));
        };
    if (!profile.closedLoop()) {
      profile =
          profile
              .request(request(words).expectStatus(200).expectJson("predictions[0][1]"))
              .maxConnections(Integer.parseInt(words.get(4)));
    }
    profile =
        profile
            .during(Duration.ofSeconds(Integer.parseInt(words.get(3))))
            .maxRate(ALLOWED)
            .maxRequests(Long.MAX_VALUE)
            .stopWhen(new StopCondition[0]);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Allocation allocation = new Allocation();
    long before = system.getProcessCpuTime();
    LoadReport report = LoadTest.run(LoadTarget.of(URI.create(words.get(1))), profile, allocation);
    long after = system.getProcessCpuTime();
    return answer(report, (after - before) / 1e9, after / 1e9, allocation.perRequest());
  }

  private static LoadRequest request(List<String> words) {
    if (words.size() < 7) {
      return LoadRequest.get();
    }
    return LoadRequest.post(
        RequestBodies.of(
            IntStream.range(0, Integer.parseInt(words.get(6)))
                .mapToObj(number -> Integer.toString(FreezingServer.FIRST + number))
                .toList()));
  }

  private static String answer(
      LoadReport report, double cpu, double cpuSinceStart, double allocated) {
    LatencySummary latency = report.latency();
    return String.format(
        Locale.ROOT,
        "%d %d %d %.3f %.3f %.3f %d %d %d %d %d %d %d",
        report.totals().offered(),
        report.totals().ok(),
        report.totals().late(),
        cpu,
        cpuSinceStart,
        allocated,
        report.sendLag().p99().toNanos(),
        report.sendLag().max().toNanos(),
        latency.p50().toNanos(),
        latency.p90().toNanos(),
        latency.percentile(95).toNanos(),
        latency.p99().toNanos(),
        latency.percentile(99.9).toNanos());
  }
}
