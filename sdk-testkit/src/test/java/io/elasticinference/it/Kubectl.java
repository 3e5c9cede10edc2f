package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The real kubectl, against one cluster: a client that this project did not write. Built from its
 * Go module into the cache when it is not there (Go is there: the control plane needs it).
 */
final class Kubectl {

  private static final Path SOURCES = Path.of("src/test/go/kubectl");

  private final String kubeconfig;

  Kubectl(Map<String, String> environment) {
    this.kubeconfig = environment.getOrDefault("KUBECONFIG", "");
    assertThat(kubeconfig).as("KUBECONFIG").isNotEmpty();
  }

  /** Runs it and answers what it printed; fails the test where it fails. */
  String run(String... arguments) {
    Result result = attempt("", arguments);
    assertThat(result.exitCode())
        .as("kubectl %s: %s", String.join(" ", arguments), result.error())
        .isZero();
    return result.output();
  }

  /** Runs it with a standard input, and answers how it ended. */
  Result attempt(String input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(binary().toString(), "--kubeconfig", kubeconfig));
    command.addAll(Arrays.asList(arguments));
    return execute(command, Path.of("."), input);
  }

  /** How a run ended. */
  record Result(int exitCode, String output, String error) {}

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("elastic-inference/bin");
  }

  private static synchronized Path binary() {
    Path binary = cache().resolve("kubectl");
    try {
      Files.createDirectories(cache());
      // Other test runs on this machine may want it at the same moment.
      try (FileChannel channel =
              FileChannel.open(
                  cache().resolve("kubectl.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        assertThat(lock.isValid()).isTrue();
        if (!Files.isExecutable(binary)) {
          Result built =
              execute(
                  List.of(
                      "go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary.toString(), "."),
                  SOURCES,
                  "");
          assertThat(built.exitCode()).as("go build kubectl: %s", built.error()).isZero();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return binary;
  }

  private static Result execute(List<String> command, Path directory, String input) {
    try {
      Path error = Files.createTempFile("kubectl", ".err");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(error.toFile())
                .start();
        try (var stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output, Files.readString(error));
      } finally {
        Files.delete(error);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.get(0) + " ran", e);
    }
  }
}
