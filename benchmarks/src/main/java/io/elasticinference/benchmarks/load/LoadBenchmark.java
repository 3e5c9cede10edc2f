package io.elasticinference.benchmarks.load;

import io.elasticinference.benchmarks.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the load generator costs, and whether its answers are true. The first part counts requests
 * per second of the generator's processor time, against one nginx, in turn with wrk, hey and
 * vegeta: of a virtual machine that has run the same loads before (its compiler and collector still
 * count), and of one that is new. The second lets a server with a known service time freeze for a
 * second and compares what is told of it with what the schedule and that server say. {@code
 * benchmarks/load} runs it, on Linux with two cores.
 */
public final class LoadBenchmark {
  private LoadBenchmark() {}

  /**
   * Runs the benchmark and prints its tables.
   *
   * @param arguments see {@link LoadOptions}
   * @throws Exception where a part of it cannot run
   */
  public static void main(String[] arguments) throws Exception {
    LoadOptions options = LoadOptions.parse(List.of(arguments));
    if (Tools.find("taskset", options.tools(), "nothing is measured").isEmpty()) {
      System.exit(1);
    }
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new IOException("cores: 1 (expected: 2, one for the server, one for the generator)");
    }
    try (WorkFolder folder =
        WorkFolder.create(Path.of(System.getProperty("java.io.tmpdir")), "load-benchmark")) {
      if (options.includes("cost")) {
        costs(options, folder.path());
      }
      if (options.includes("truth")) {
        new Truth(options, folder.path()).measure();
      }
    }
  }

  private static void costs(LoadOptions options, Path folder)
      throws IOException, InterruptedException {
    Optional<Path> program = Tools.find("nginx", options.tools(), "no table of costs");
    Optional<Path> wrk = Tools.find("wrk", options.tools(), "no table of costs");
    if (program.isPresent() && wrk.isPresent()) {
      try (Nginx nginx = Nginx.start(program.get(), Cores.SERVER, folder)) {
        new Costs(options, nginx.url()).measure(wrk.get());
      }
    }
  }
}
