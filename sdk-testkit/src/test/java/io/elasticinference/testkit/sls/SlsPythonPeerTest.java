package io.elasticinference.testkit.sls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The Python SDK, version 0.9.52, is content with the server: put, get, histogram, and refusals.
 */
class SlsPythonPeerTest {

  private static final Path PYTHON =
      Path.of(
              System.getenv()
                  .getOrDefault(
                      "XDG_CACHE_HOME",
                      Path.of(System.getProperty("user.home"), ".cache").toString()))
          .resolve("elastic-inference/venv/bin/python");

  @Test
  void pythonSdk_writesAndReads_withEitherSignature() throws Exception {
    skipUnless(
        Files.isExecutable(PYTHON)
            && run(List.of("-c", "import aliyun.log"), Map.of()).status() == 0,
        "no aliyun-log-python-sdk at " + PYTHON + ": run .ci/foreign-clients to install it");
    try (SlsServer sls = SlsServer.builder().accessKey("peer", "peer-secret").start()) {
      Result result =
          run(
              List.of(
                  "src/test/python/sls_peer.py",
                  "cn-beijing.log.aliyuncs.com",
                  "peer",
                  "peer-secret"),
              Map.of("http_proxy", sls.uri().toString(), "no_proxy", ""));
      assertThat(result.status()).as(result.output()).isZero();
      assertThat(result.output().lines().filter(line -> line.startsWith("ok: ")).count())
          .as(result.output())
          .isGreaterThan(60);
    }
  }

  private record Result(int status, String output) {}

  private static Result run(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return new Result(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Skips loudly: a line on the console, and the reason in the report. */
  private static void skipUnless(boolean there, String why) {
    if (!there) {
      System.err.println("SKIPPED: " + why);
    }
    assumeTrue(there, why);
  }
}
