package io.elasticinference.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoToolchainTest {
  @TempDir Path folder;

  @Test
  void require_namesWhatToInstall_whenThereIsNoGo() {
    GoToolchain go = new GoToolchain(folder.resolve("go").toString(), line -> {});
    assertThatThrownBy(go::require)
        .isInstanceOf(ControlPlaneException.class)
        .hasMessageContaining(
            "no 'go' was found on the PATH (expected: Go 1.26 or newer). Install Go");
  }

  @Test
  void require_namesWhatToInstall_whenGoIsTooOld() throws IOException {
    GoToolchain go = new GoToolchain(script("echo go1.22.5"), line -> {});
    assertThatThrownBy(go::require)
        .hasMessageContaining(
            "the 'go' on the PATH is go1.22.5 (expected: Go 1.26 or newer). Install Go");
  }

  @Test
  void require_passes_whenGoIsNewEnough() throws IOException {
    new GoToolchain(script("echo go1.26.0"), line -> {}).require();
    new GoToolchain(script("echo go2.0"), line -> {}).require();
  }

  @Test
  void require_letsGoFetchItself_whenItIsOlderAndDoesSo() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    new GoToolchain(script("echo go1.22.5; echo auto"), lines::add).require();
    assertThat(lines).singleElement().asString().contains("go1.22.5 fetches Go 1.26 first");

    assertThatThrownBy(
            () -> new GoToolchain(script("echo go1.22.5; echo local"), line -> {}).require())
        .hasMessageContaining("the 'go' on the PATH is go1.22.5");
    assertThatThrownBy(
            () -> new GoToolchain(script("echo go1.19.8; echo auto"), line -> {}).require())
        .hasMessageContaining("the 'go' on the PATH is go1.19.8");
  }

  @Test
  void build_saysWhatGoSaid_whenItFails() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    GoToolchain go =
        new GoToolchain(script("echo main.go:1: syntax error >&2; exit 3"), lines::add);
    assertThatThrownBy(() -> go.build(folder, folder.resolve("out")))
        .hasMessageContaining("go build ended with 3")
        .hasMessageContaining("syntax error");
    assertThat(lines).first().asString().contains("building the control plane");
  }

  @Test
  void sources_areEveryFileOfTheFolder_whenListed() throws IOException {
    try (var files = Files.list(Path.of("control-plane"))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".go") || name.startsWith("go."))
              .sorted()
              .toList();
      assertThat(ControlPlaneBinary.SOURCES).isEqualTo(names);
    }
  }

  private String script(String body) throws IOException {
    Path file = folder.resolve("go");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }
}
