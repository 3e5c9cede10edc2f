package io.elasticinference.testkit;

import io.elasticinference.testkit.controlplane.ControlPlaneException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The program behind {@code bin/localcloud}: runs a local cloud until it is told to stop. */
public final class LocalCloudMain {

  private static final String USAGE =
      "usage: localcloud --env FILE [--stop-on-stdin-eof] [--hpa-sync-period 2s]"
          + " [--hpa-scale-down-window 5s] [--adapter on|off] [--audit-log FILE]";

  private LocalCloudMain() {}

  /** What the command line says. */
  private record Arguments(LocalCloudOptions options, Path env, boolean stopOnStdinEof) {}

  /**
   * Starts a local cloud, writes its variables to a file, prints {@code ready}, and waits for
   * SIGTERM, SIGINT or the end of standard input.
   *
   * @param arguments the command line
   * @throws IOException where the file cannot be written
   * @throws InterruptedException where the wait is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Arguments parsed;
    try {
      parsed = parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("localcloud: " + e.getMessage());
      System.err.println(USAGE);
      System.exit(2);
      return;
    }
    QuietLogs.applyToProgram();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicBoolean starting = new AtomicBoolean(true);
    Thread main = Thread.currentThread();
    boolean failed = false;
    // The JVM waits for its hooks: so SIGTERM ends only when the cloud has.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  if (starting.get()) {
                    // The first start builds for minutes: who stops it then does not want to wait
                    // for that.
                    main.interrupt();
                  }
                  await(stopped);
                },
                "localcloud-stop"));
    try (LocalCloud cloud = parsed.options().start()) {
      starting.set(false);
      write(parsed.env(), cloud.environment());
      System.out.println("ready");
      if (parsed.stopOnStdinEof()) {
        onStdinEof(stop);
      }
      stop.await();
    } catch (ControlPlaneException e) {
      System.err.println("localcloud: " + e.getMessage());
      failed = true;
    } finally {
      Files.deleteIfExists(parsed.env());
      stopped.countDown();
    }
    if (failed) {
      System.exit(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void onStdinEof(CountDownLatch stop) {
    Thread reader =
        new Thread(
            () -> {
              try (InputStream in = System.in) {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                System.err.println("localcloud: standard input: " + e.getMessage());
              } finally {
                stop.countDown();
              }
            },
            "localcloud-stdin");
    reader.setDaemon(true);
    reader.start();
  }

  /** The file holds a secret key, if only a local one: it is for its owner alone. */
  private static void write(Path file, Map<String, String> environment) throws IOException {
    String text =
        new TreeMap<>(environment)
            .entrySet().stream()
                .map(
                    e -> "export " + e.getKey() + "='" + e.getValue().replace("'", "'\\''") + "'\n")
                .collect(Collectors.joining());
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static Arguments parse(List<String> words) {
    LocalCloudOptions options = LocalCloud.options();
    Path env = null;
    boolean stopOnStdinEof = false;
    Deque<String> left = new ArrayDeque<>(words);
    while (!left.isEmpty()) {
      String flag = left.pop();
      switch (flag) {
        case "--env" -> env = Path.of(value(flag, left));
        case "--stop-on-stdin-eof" -> stopOnStdinEof = true;
        case "--hpa-sync-period" -> options.hpaSyncPeriod(duration(flag, value(flag, left)));
        case "--hpa-scale-down-window" ->
            options.hpaScaleDownWindow(duration(flag, value(flag, left)));
        case "--audit-log" -> options.auditLog(Path.of(value(flag, left)));
        case "--adapter" -> adapter(options, value(flag, left));
        default ->
            throw new IllegalArgumentException(flag + ": unknown (expected: a flag of the usage)");
      }
    }
    if (env == null) {
      throw new IllegalArgumentException("--env: missing (expected: a file to write to)");
    }
    return new Arguments(options, env, stopOnStdinEof);
  }

  private static void adapter(LocalCloudOptions options, String value) {
    switch (value) {
      case "on" -> {}
      case "off" -> options.withoutMetricsAdapter();
      default ->
          throw new IllegalArgumentException("--adapter: " + value + " (expected: on or off)");
    }
  }

  private static String value(String flag, Deque<String> left) {
    String value = left.poll();
    if (value == null) {
      throw new IllegalArgumentException(flag + ": no value (expected: one after it)");
    }
    return value;
  }

  private static Duration duration(String flag, String text) {
    try {
      return Duration.parse("PT" + text);
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(flag + ": " + text + " (expected: for example 2s)", e);
    }
  }
}
