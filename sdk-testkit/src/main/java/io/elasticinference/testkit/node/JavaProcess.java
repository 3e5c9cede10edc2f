package io.elasticinference.testkit.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java program that a container runs as a real process of this machine, with this machine's Java.
 * Arguments that are absolute paths become those of the container's files.
 */
final class JavaProcess implements ContainerProcess {
  private final Process process;
  private final CompletableFuture<Integer> exited = new CompletableFuture<>();

  private JavaProcess(Process process) {
    this.process = process;
  }

  /** Tells whether a command line runs Java. */
  static boolean runs(List<String> words) {
    return !words.isEmpty() && words.get(0).matches("(?:.*/)?java");
  }

  static JavaProcess start(
      List<String> words,
      Map<String, String> environment,
      Function<String, Path> files,
      ContainerLog log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.stream().skip(1).map(word -> onThisMachine(word, files)).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      JavaProcess started = new JavaProcess(builder.start());
      Thread reader = new Thread(() -> started.read(log), "java-" + started.process.pid());
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Container's process: it cannot be started, "
              + e.getMessage()
              + " (expected: this Java, which runs it). Look whether "
              + command.get(0)
              + " is there.",
          e);
    }
  }

  /** A class path has several paths. */
  private static String onThisMachine(String word, Function<String, Path> files) {
    return word.startsWith("/")
        ? Stream.of(word.split(":", -1))
            .map(path -> files.apply(path).toString())
            .collect(Collectors.joining(":"))
        : word;
  }

  /** Puts what it prints into the log; it has ended when that has. */
  private void read(ContainerLog log) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
      }
    } catch (IOException e) {
      log.add("local cloud: what it prints cannot be read: " + e);
    }
    var unused = process.onExit().thenAccept(ended -> exited.complete(ended.exitValue()));
  }

  @Override
  public OptionalInt loopbackPort(int containerPort) {
    return OptionalInt.empty();
  }

  @Override
  public CompletableFuture<Integer> exited() {
    return exited;
  }

  @Override
  public void stop(Duration patience) {
    // Process.destroy() would close the stream in which the last words come.
    ProcessHandle handle = process.toHandle();
    boolean unheard = !handle.destroy();
    try {
      if (unheard || !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      int unused = process.waitFor();
      exited.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
