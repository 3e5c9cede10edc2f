package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the clients of other languages are, on a machine that has them. */
public final class ForeignClients {

  private static final Path CACHE =
      Path.of(
              System.getenv()
                  .getOrDefault(
                      "XDG_CACHE_HOME",
                      Path.of(System.getProperty("user.home"), ".cache").toString()))
          .resolve("elastic-inference");

  private ForeignClients() {}

  /** The Python that has the pinned clients; skips the test where there is none. */
  public static Path python() {
    Path python = CACHE.resolve("venv/bin/python");
    skipUnless(
        Files.isExecutable(python) && Files.exists(CACHE.resolve("venv/foreign-clients.txt")),
        "no Python clients at " + python + ": run .ci/foreign-clients to install them");
    return python;
  }

  /** The Go peer, built when its sources are newer; skips the test where it cannot be built. */
  static Path goPeer() throws IOException, InterruptedException {
    Path sources = Path.of("src/test/go/oss-peer");
    Path program = CACHE.resolve("oss-peer");
    skipUnless(onPath("go"), "no Go on this machine: install it to let its OSS SDK judge");
    Files.createDirectories(CACHE);
    Process build =
        new ProcessBuilder("go", "build", "-o", program.toString(), ".")
            .directory(sources.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(build.getInputStream().readAllBytes(), UTF_8);
    boolean ended = build.waitFor(5, TimeUnit.MINUTES);
    boolean unreachable = output.contains("dial tcp") || output.contains("no such host");
    skipUnless(!unreachable, "the Go peer's modules cannot be had: " + output);
    if (!ended || build.exitValue() != 0) {
      throw new IOException("go build of " + sources + " failed: " + output);
    }
    return program;
  }

  private static boolean onPath(String command) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Skips loudly: a line on the console, and the reason in the report. */
  private static void skipUnless(boolean there, String why) {
    if (!there) {
      System.err.println("SKIPPED: " + why);
    }
    assumeTrue(there, why);
  }
}
