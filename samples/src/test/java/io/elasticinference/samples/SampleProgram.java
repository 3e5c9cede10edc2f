package io.elasticinference.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A sample as a user starts it: a process of its own in the project's folder, which is told by its
 * environment where to look.
 */
final class SampleProgram {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final long PATIENCE_SECONDS = 60;

  private SampleProgram() {}

  /** Runs a sample to its end and answers what it printed; it must end with 0. */
  static String output(Class<?> sample, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), sample.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(sample.getSimpleName(), ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(PROJECT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(SampleProgram::namesACloud);
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String printed = Files.readString(output, UTF_8);
      assertThat(ended).as("%s ends; it printed:%n%s", sample.getSimpleName(), printed).isTrue();
      assertThat(process.exitValue())
          .as("exit code of %s, which printed:%n%s", sample.getSimpleName(), printed)
          .isZero();
      return printed;
    } finally {
      Files.delete(output);
    }
  }

  /** Whoever runs the tests may have an account: it is not meant. */
  private static boolean namesACloud(String variable) {
    return variable.startsWith("ALIBABA_CLOUD_")
        || variable.startsWith("ACK_")
        || List.of("KUBECONFIG", "OSS_ENDPOINT", "SLS_ENDPOINT", "INGRESS_ADDRESS")
            .contains(variable);
  }
}
