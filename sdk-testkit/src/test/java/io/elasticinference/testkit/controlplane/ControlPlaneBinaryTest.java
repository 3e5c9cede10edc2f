package io.elasticinference.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache, with a stand-in for Go that "builds" a script and counts how often. */
class ControlPlaneBinaryTest {
  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private Path cache;
  private ControlPlaneBinary program;

  @BeforeEach
  void prepare() throws IOException {
    cache = folder.resolve("cache");
    Path go = folder.resolve("go");
    Files.writeString(
        go,
        """
        #!/bin/sh
        if [ "$1" = env ]; then echo go1.26.0; echo auto; exit; fi
        echo built >> "%s"
        while [ "$1" != -o ]; do shift; done
        printf '#!/bin/sh\necho "Usage of control-plane"\n' > "$2"
        chmod +x "$2"
        """
            .formatted(folder.resolve("builds")));
    Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));
    program = new ControlPlaneBinary(new GoToolchain(go.toString(), lines::add), cache);
  }

  private int builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void get_buildsOnce_whenItIsAskedForAgain() throws Exception {
    Path binary = program.get();

    assertThat(program.get()).isEqualTo(binary).isExecutable();
    assertThat(builds()).isEqualTo(1);
    try (var files = Files.list(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "lock", binary.getFileName().toString(), binary.getFileName() + ".sha256");
    }
  }

  @Test
  void get_buildsAgain_whenTheFileIsShorterThanWhatWasBuilt() throws Exception {
    Path binary = program.get();
    Files.writeString(binary, "#!/bin/sh");

    assertThat(Files.readString(program.get())).contains("Usage");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void get_takesWhatHasNoRecord_onlyWhenItRuns() throws Exception {
    Path binary = program.get();
    Path record = cache.resolve(binary.getFileName() + ".sha256");
    String recorded = Files.readString(record);
    Files.delete(record);

    program.get();
    assertThat(builds()).isEqualTo(1);
    assertThat(record).hasContent(recorded.strip());

    Files.delete(record);
    Files.writeString(binary, "neither a script nor a program");
    assertThat(Files.readString(program.get())).contains("Usage");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void run_buildsAgainAndStartsThat_whenTheFileIsDamagedAndDoesNotRun() throws Exception {
    Path binary = program.get();
    String whole = Files.readString(binary);
    Files.writeString(binary, whole.replace('U', 'X'));

    String started =
        program.run(
            file -> {
              if (!Files.readString(file).equals(whole)) {
                throw new ControlPlaneException("it ended", null);
              }
              return "started";
            });

    assertThat(started).isEqualTo("started");
    assertThat(builds()).isEqualTo(2);
    assertThat(lines).anyMatch(line -> line.contains("is damaged: it is built again"));
  }

  @Test
  void run_throwsWhatItThrew_whenTheFileIsWhatWasBuilt() throws Exception {
    program.get();

    assertThatThrownBy(
            () ->
                program.run(
                    file -> {
                      throw new IOException("no memory");
                    }))
        .hasMessage("no memory");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void get_waitsAndSaysSo_whileAnotherProcessBuilds() throws Exception {
    Files.createDirectories(cache);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                cache.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      CompletableFuture<Path> built =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return program.get();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> new Thread(task).start());
      await()
          .untilAsserted(
              () ->
                  assertThat(lines)
                      .containsExactly(
                          "another process is building the control plane: waiting for it since 0"
                              + " s"));
      assertThat(builds()).isZero();

      other.getOutputStream().close();

      assertThat(built.get(20, TimeUnit.SECONDS)).isExecutable();
      assertThat(builds()).isEqualTo(1);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void get_namesTheFolderAndTheVariable_whenItCannotBeWritten() throws Exception {
    // The one who runs this may be root, whom no permission stops: a file in the way does.
    Files.writeString(cache, "a file");

    assertThatThrownBy(program::get)
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining("cache folder " + cache)
        .hasMessageContaining("(expected: a folder that this user can write to")
        .hasMessageContaining("Set XDG_CACHE_HOME");
    assertThat(builds()).isZero();
  }

  @Test
  void cache_isTheUsers_orSaysWhatToSet() {
    Path rest = Path.of("elastic-inference", "control-plane");
    assertThat(ControlPlaneBinary.cache("/var/cache", "/home/me"))
        .isEqualTo(Path.of("/var/cache").resolve(rest));
    assertThat(ControlPlaneBinary.cache(" ", "/home/me"))
        .isEqualTo(Path.of("/home/me/.cache").resolve(rest));
    assertThatThrownBy(() -> ControlPlaneBinary.cache(null, "?"))
        .hasMessageContaining("no home folder")
        .hasMessageContaining("Set XDG_CACHE_HOME");
  }
}
