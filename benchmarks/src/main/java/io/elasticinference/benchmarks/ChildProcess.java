package io.elasticinference.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes part in a benchmark: it says lines of its own accord or as answers, and
 * lives until its standard input ends; so that what it used can be read, while it is still there,
 * from Linux's {@code /proc}. Between two lines it waits and takes no processor time.
 */
public final class ChildProcess implements AutoCloseable {

  /** What its lines begin with; a virtual machine may say something of its own between them. */
  private static final String SAYS = "benchmark: ";

  /** {@code sysconf(_SC_CLK_TCK)} of every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Does what a line asks for. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one line.
     *
     * @param words the first one says what to do
     * @return one line
     * @throws Exception when it cannot be done
     */
    String answer(List<String> words) throws Exception;
  }

  private final List<String> command;
  private final Process process;
  private final BufferedReader answers;
  private final Writer lines;

  private ChildProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.lines = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param command its command line
   * @param environment is added to this process's own
   * @return what must be closed
   * @throws IOException when it cannot be started
   */
  public static ChildProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ChildProcess(
        command, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * The command of a main class of this program, in a virtual machine with default settings. The
   * variable {@code BENCHMARK_JAVA_} and the class's name adds settings to it.
   *
   * @param main the class
   * @param arguments its own
   * @return a command line
   */
  public static List<String> java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.add("-Dorg.jboss.logging.provider=slf4j");
    String options = System.getenv("BENCHMARK_JAVA_" + main.getSimpleName());
    if (options != null) {
      command.addAll(List.of(options.split(" ", -1)));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Says this process's own line.
   *
   * @param what is written as text
   */
  public static void say(Object what) {
    System.out.println(SAYS + what);
  }

  /**
   * Waits until the process that started this one lets it end.
   *
   * @throws IOException when standard input cannot be read
   */
  public static void untilStdinEnds() throws IOException {
    while (System.in.read() >= 0) {
      // Nothing is said to this process.
    }
  }

  /**
   * Answers every line that this process is told, until there are no more.
   *
   * @param handler does what they say
   * @throws Exception what the handler throws
   */
  public static void serve(Handler handler) throws Exception {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(handler.answer(List.of(line.split(" ", -1))));
      }
    }
  }

  /**
   * Waits for the next line that it says.
   *
   * @return the line
   * @throws IOException when it ends before
   */
  public String line() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(SAYS)) {
        return line.substring(SAYS.length());
      }
    }
    throw new IOException(
        String.join(" ", command.subList(Math.max(0, command.size() - 3), command.size()))
            + ": the process ended (expected: a line from it).");
  }

  /**
   * Says something and waits for the answer.
   *
   * @param words are sent as one line
   * @return the answer's line
   * @throws IOException when it ends before
   */
  public String ask(Object... words) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object word : words) {
      texts.add(word.toString());
    }
    lines.write(String.join(" ", texts) + "\n");
    lines.flush();
    return line();
  }

  /**
   * The processor time so far, in user and in system mode, of all threads.
   *
   * @return seconds
   * @throws IOException when the process has ended
   */
  public double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // The second field is a name in brackets that may hold spaces; utime and stime are 14 and 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /**
   * The most memory that was resident at any time.
   *
   * @return MiB
   * @throws IOException when the process has ended
   */
  public double peakMib() throws IOException {
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
      lines.close();
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
