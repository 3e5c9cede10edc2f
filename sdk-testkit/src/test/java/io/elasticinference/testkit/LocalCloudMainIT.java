package io.elasticinference.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, as a shell starts it: what it says, and what it leaves behind. */
class LocalCloudMainIT {
  private static final Pattern KUBECONFIG = Pattern.compile("export KUBECONFIG='(.+)'");

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void kill() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void program_leavesNothingBehind_whenItIsTerminated() throws Exception {
    Process program = start("--adapter", "off");
    Path clusterFolder = awaitReady(program);
    assertThat(Files.readString(folder.resolve("env")))
        .contains(
            "export ACK_CLUSTER_ID='",
            "export OSS_ENDPOINT='http://127.0.0.1:",
            "export INGRESS_ADDRESS='127.0.0.1:");
    List<ProcessHandle> children = program.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(5);

    program.destroy();

    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(clusterFolder).doesNotExist();
    assertThat(folder.resolve("env")).doesNotExist();
  }

  @Test
  void program_leavesNoProcessAndNoFolder_whenItIsKilled() throws Exception {
    Process program = start("--hpa-sync-period", "1s");
    Path clusterFolder = awaitReady(program);
    List<ProcessHandle> children = program.descendants().toList();

    program.destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    await().untilAsserted(() -> assertThat(clusterFolder).doesNotExist());
  }

  @Test
  void program_leavesNothingBehind_whenItIsTerminatedWhileItStarts() throws Exception {
    Process program = start();
    await().until(() -> program.descendants().count() >= 2);
    List<ProcessHandle> children = program.descendants().toList();

    program.destroy();

    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(folder.resolve("env")).doesNotExist();
  }

  @Test
  void program_namesWhatToInstall_whenThereIsNoGo() throws Exception {
    Process program =
        start(
            Map.of(
                "PATH", folder.toString(), "XDG_CACHE_HOME", folder.resolve("cache").toString()));
    String error = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isEqualTo(1);
    assertThat(error)
        .contains("localcloud: Local control plane: no 'go' was found on the PATH", "Install Go");
  }

  @Test
  void program_endsByItself_whenItsInputEnds() throws Exception {
    Process program = start("--stop-on-stdin-eof");
    Path clusterFolder = awaitReady(program);
    program.getOutputStream().close();
    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isZero();
    assertThat(clusterFolder).doesNotExist();
  }

  @Test
  void program_saysWhatIsWrong_whenAFlagIsUnknown() throws Exception {
    Process program = start("--nonsense");
    String error = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).isEqualTo(2);
    assertThat(error).contains("localcloud: --nonsense: unknown", "usage: localcloud --env FILE");
  }

  private Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  private Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LocalCloudMain.class.getName());
    command.add("--env");
    command.add(folder.resolve("env").toString());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Returns the folder that lives as long as the program. */
  private Path awaitReady(Process program) throws IOException {
    try (BufferedReader output = new BufferedReader(program.inputReader(StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("ready");
    }
    Matcher kubeconfig = KUBECONFIG.matcher(Files.readString(folder.resolve("env")));
    assertThat(kubeconfig.find()).isTrue();
    Path clusterFolder = Path.of(kubeconfig.group(1)).resolveSibling(".").normalize();
    assertThat(clusterFolder).isDirectory();
    return clusterFolder;
  }
}
