package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.ChildProcess;
import io.elasticinference.benchmarks.WorkFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast an upload is, and what it uses: one large file, and many small ones, to a local OSS in a
 * process of its own; by this SDK in turn with the Go SDK's uploader, the OSS Java SDK's own calls,
 * and a raw copy of the same bytes to a server that only writes them down. CRC64 is on everywhere
 * but in the raw copy, and the server's checksums are compared with the files after each upload.
 * Every upload is a new process, so a virtual machine's start is in its processor time, and its
 * warming up in its rate; unless a warm-up is asked for, which is counted in neither. Files are
 * read from the page cache and written to it; nobody waits for a disk. {@code benchmarks/upload}
 * runs it, on Linux.
 */
public final class UploadBenchmark {

  private static final int PIECE = 1024 * 1024;

  private final UploadOptions options;
  private final ChildProcess ossServer;
  private final ChildProcess rawServer;
  private final String ossUri;
  private final String rawPort;
  private final Path rawFiles;

  private UploadBenchmark(
      UploadOptions options, ChildProcess ossServer, ChildProcess rawServer, Path rawFiles)
      throws IOException {
    this.options = options;
    this.ossServer = ossServer;
    this.rawServer = rawServer;
    this.ossUri = ossServer.line();
    this.rawPort = rawServer.line();
    this.rawFiles = rawFiles;
  }

  /**
   * Runs the benchmark and prints its tables.
   *
   * @param arguments see {@link UploadOptions}
   * @throws Exception where a part of it cannot run
   */
  public static void main(String[] arguments) throws Exception {
    UploadOptions options = UploadOptions.parse(List.of(arguments));
    try (WorkFolder folder = WorkFolder.create(options.work(), "upload-benchmark")) {
      run(options, folder.path());
    }
  }

  private static void run(UploadOptions options, Path directory)
      throws IOException, InterruptedException {
    Path rawFiles = directory.resolve("raw");
    String ossFiles = directory.resolve("oss").toString();
    try (ChildProcess ossServer =
            ChildProcess.start(ChildProcess.java(OssServerProcess.class, ossFiles), Map.of());
        ChildProcess rawServer =
            ChildProcess.start(
                ChildProcess.java(RawServerProcess.class, rawFiles.toString()), Map.of())) {
      UploadBenchmark benchmark = new UploadBenchmark(options, ossServer, rawServer, rawFiles);
      for (Workload workload : Workload.write(options, directory)) {
        benchmark.compare(workload);
        WorkFolder.delete(workload.directory());
      }
    }
  }

  /** All take turns, and the first round, which warms the servers up, is not counted. */
  private void compare(Workload workload) throws IOException, InterruptedException {
    Comparison comparison = new Comparison(workload);
    List<Contender> contenders = Contender.all(options, rawPort);
    try (UploadedObjects objects = new UploadedObjects(ossUri)) {
      for (int round = 0; round <= options.rounds(); round++) {
        for (Contender contender : contenders) {
          touchMemory(workload.bytes());
          Sample sample = measure(contender, workload);
          if (contender.raw()) {
            deleteFiles(rawFiles);
          } else {
            objects.check(workload.checksums());
            objects.deleteAll();
          }
          System.err.printf(
              "round %d, %s, %s: %s%n", round, workload.name(), contender.name(), sample);
          if (round > 0) {
            comparison.add(contender.name(), sample);
          }
        }
      }
    }
    comparison.print();
  }

  private Sample measure(Contender contender, Workload workload)
      throws IOException, InterruptedException {
    ChildProcess server = contender.raw() ? rawServer : ossServer;
    double before = server.cpuSeconds();
    try (ChildProcess client =
        ChildProcess.start(contender.command().of(workload.directory()), environment(workload))) {
      String[] said = client.line().split(" ", 2);
      return new Sample(
          Long.parseLong(said[0]) / 1e9,
          client.cpuSeconds() - Long.parseLong(said[1]) / 1e9,
          server.cpuSeconds() - before,
          client.peakMib());
    }
  }

  private Map<String, String> environment(Workload workload) {
    Map<String, String> environment = new HashMap<>(Contender.environment(ossUri));
    if (options.warmUp()) {
      environment.put(Measured.WARM_UP, workload.warmUp().toString());
    }
    return environment;
  }

  /**
   * Takes so much memory once and gives it back. A virtual machine has to ask its host for memory
   * that it has not used for some seconds, at about a second a GiB, which whoever comes first pays.
   */
  private void touchMemory(long bytes) throws IOException {
    Path file = rawFiles.resolveSibling("memory");
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= PIECE) {
        out.write(piece);
      }
    }
    Files.delete(file);
  }

  private static void deleteFiles(Path directory) throws IOException {
    for (Path file : Workload.files(directory)) {
      Files.delete(file);
    }
  }
}
