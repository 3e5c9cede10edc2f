package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code go} command of this machine: the one thing that must be installed. */
final class GoToolchain {
  private static final int MAJOR = 1;
  private static final int MINOR = 26;

  /** From this one on, Go fetches the version that a module asks for by itself. */
  private static final int MINOR_THAT_FETCHES = 21;

  private static final Pattern VERSION = Pattern.compile("go(\\d+)\\.(\\d+)");
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final int LAST_WORDS = 15;

  private final String command;
  private final Consumer<String> progress;

  /**
   * Wraps a command.
   *
   * @param command {@code go}, or a path to one
   * @param progress takes a line every few seconds
   */
  GoToolchain(String command, Consumer<String> progress) {
    this.command = command;
    this.progress = progress;
  }

  /** Tells whoever waits. */
  void tell(String line) {
    progress.accept(line);
  }

  /**
   * Throws {@link ControlPlaneException}, which names what to install, unless there is a Go that is
   * new enough, or one that fetches it.
   */
  void require() {
    List<String> answer;
    try {
      Process process = new ProcessBuilder(command, "env", "GOVERSION", "GOTOOLCHAIN").start();
      answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .toList();
    } catch (IOException e) {
      throw missing("no 'go' was found on the PATH", e);
    }
    String version = answer.isEmpty() ? "" : answer.get(0);
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.find()) {
      throw missing("'go env GOVERSION' answered '" + version + "'", null);
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major > MAJOR || minor >= MINOR) {
      return;
    }
    String toolchain = answer.size() > 1 ? answer.get(1) : "";
    boolean fetches = toolchain.equals("auto") || toolchain.endsWith("+auto");
    if (minor < MINOR_THAT_FETCHES || !fetches) {
      throw missing("the 'go' on the PATH is " + version, null);
    }
    tell(version + " fetches Go " + MAJOR + "." + MINOR + " first, which takes a moment");
  }

  private static ControlPlaneException missing(String found, @Nullable Throwable cause) {
    return new ControlPlaneException(
        String.format(
            "Local control plane: %s (expected: Go %d.%d or newer). Install Go, and put it on the PATH: the control plane "
                + "is built from its sources once.",
            found, MAJOR, MINOR),
        cause);
  }

  /** Builds the main package of a folder, telling how far it is. */
  void build(Path folder, Path binary) throws InterruptedException {
    long start = System.nanoTime();
    progress.accept("building the control plane, once on this machine (some minutes) ...");
    AtomicInteger compiled = new AtomicInteger();
    AtomicInteger fetched = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    Thread ticker =
        new Thread(() -> tick(start, compiled, fetched, done), "control-plane-build-progress");
    ticker.setDaemon(true);
    ticker.start();
    try {
      run(
          folder,
          line -> (line.startsWith("go: downloading") ? fetched : compiled).incrementAndGet(),
          List.of(
              command,
              "build",
              "-mod=readonly",
              "-v",
              "-trimpath",
              "-ldflags=-s -w",
              "-o",
              binary.toString(),
              "."));
    } finally {
      done.countDown();
      ticker.join();
    }
    progress.accept("built the control plane in " + seconds(start) + " s");
  }

  private void tick(
      long start, AtomicInteger compiled, AtomicInteger fetched, CountDownLatch done) {
    try {
      while (!done.await(PROGRESS.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.accept(
            String.format(
                "building the control plane: %d s, %d modules fetched, %d packages compiled",
                seconds(start), fetched.get(), compiled.get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Path folder, Consumer<String> lines, List<String> words)
      throws InterruptedException {
    Deque<String> last = new ConcurrentLinkedDeque<>();
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    // Whatever else is built on this machine, this is a module of its own.
    builder.environment().put("GO111MODULE", "on");
    builder.environment().put("GOWORK", "off");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ControlPlaneException(
          "Local control plane: '"
              + words.get(0)
              + "' could not be run, "
              + e
              + " (expected: Go's own program). Install Go, and put it on the PATH.",
          e);
    }
    Thread reader =
        Lines.follow(
            process.inputReader(StandardCharsets.UTF_8),
            line -> {
              lines.accept(line);
              last.add(line);
              if (last.size() > LAST_WORDS) {
                last.remove();
              }
            });
    try {
      int exitCode = process.waitFor();
      reader.join();
      if (exitCode != 0) {
        throw new ControlPlaneException(
            "Local control plane: go build ended with "
                + exitCode
                + " (expected: 0). Mend what it says; where it fetched no module, set GOPROXY to a"
                + " proxy that this machine reaches. What was fetched and compiled is kept. It"
                + " said:\n"
                + String.join("\n", last),
            null);
      }
    } finally {
      // Whoever interrupts the build wants its compilers gone, too.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  @Override
  public String toString() {
    return command;
  }

  private static long seconds(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }
}
