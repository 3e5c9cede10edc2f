package io.elasticinference.benchmarks.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that says one line, and lives until its standard input ends; so that what it used can
 * be read, while it is still there, from Linux's {@code /proc}.
 */
final class Processes implements AutoCloseable {

  /** What the line begins with; a virtual machine may say something of its own before it. */
  private static final String SAYS = "benchmark: ";

  /** {@code sysconf(_SC_CLK_TCK)} of every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final String line;

  private Processes(Process process, String line) {
    this.process = process;
    this.line = line;
  }

  /** Starts one, and waits for its line. */
  static Processes start(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line;
      do {
        line = lines.readLine();
        if (line == null) {
          throw new IOException(
              command.get(command.size() - 1) + ": ended with " + process.waitFor());
        }
      } while (!line.startsWith(SAYS));
      return new Processes(process, line.substring(SAYS.length()));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The command of a main class of this program, in a virtual machine with default settings. */
  static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dorg.jboss.logging.provider=slf4j");
    String options = System.getenv("UPLOAD_BENCHMARK_" + main.getSimpleName());
    if (options != null) {
      command.addAll(List.of(options.split(" ", -1)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Says this process's own line. */
  static void say(Object what) {
    System.out.println(SAYS + what);
  }

  /** Waits until the process that started this one lets it end. */
  static void untilStdinEnds() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said to this process.
    }
  }

  /** What it said. */
  String line() {
    return line;
  }

  /** The processor time so far, in user and in system mode, of all threads. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The second field is a name in brackets that may hold spaces; utime and stime are 14 and 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** The most memory that was resident at any time. */
  double peakMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException(status + ": no VmHWM"))
        / 1024.0;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
