package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

  private static final UploadTarget TARGET = UploadCheckpointTest.TARGET;
  private static final UploadTarget OTHER =
      new UploadTarget("https://x", "models", "key", "/file", 1, "now", 1);

  @TempDir Path directory;

  private static Path of(Map<String, String> settings) {
    return CheckpointFolder.of(Environment.of(settings)).path();
  }

  @Test
  void of_takesTheSetting_elseTheUsersCache() {
    Path home = Path.of(System.getProperty("user.home"), ".cache", "elastic-inference", "uploads");

    assertThat(of(Map.of("OSS_UPLOAD_CHECKPOINTS", "/a/b", "XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/a/b"));
    assertThat(of(Map.of("XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/c/elastic-inference/uploads"));
    assertThat(of(Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(home);
    assertThat(of(Map.of())).isEqualTo(home);
  }

  @Test
  void claim_isForOneAtATime_andEachUploadHasItsOwn() throws IOException {
    CheckpointFolder folder = new CheckpointFolder(directory.resolve("new/uploads"));
    CheckpointFolder same = new CheckpointFolder(directory.resolve("new/../new/uploads"));

    try (CheckpointFile first = folder.claim(TARGET).orElseThrow();
        CheckpointFile other = folder.claim(OTHER).orElseThrow()) {
      assertThat(folder.claim(TARGET)).isEmpty();
      assertThat(same.claim(TARGET)).isEmpty();
      assertThat(first.path()).isNotEqualTo(other.path());
    }
    Optional<CheckpointFile> again = same.claim(TARGET);
    assertThat(again).isPresent();
    again.get().close();
  }

  @Test
  void claim_fails_whenTheFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> new CheckpointFolder(file).claim(TARGET))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new CheckpointFolder(file.resolve("below")).claim(TARGET))
        .isInstanceOf(IOException.class);
  }

  @Test
  void write_letsOnlyTheOwnerRead_andLeavesNothingBeside() throws IOException {
    CheckpointFolder folder = new CheckpointFolder(directory.resolve("uploads"));
    UploadCheckpoint checkpoint = new UploadCheckpoint(TARGET, Instant.EPOCH, 1, "id", List.of());
    try (CheckpointFile file = folder.claim(TARGET).orElseThrow()) {
      file.write(checkpoint, true);
      file.write(checkpoint, false);

      assertThat(file.read()).contains(checkpoint);
      assertThat(folder.names()).containsExactly(TARGET.name());
      assertThat(folder.read(TARGET.name())).contains(checkpoint);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
      file.delete();
      assertThat(folder.path().toFile().list()).containsExactly(".lock");
    }
  }

  @Test
  void write_keepsTheOldOne_whenTheDiskIsFull() throws IOException {
    CheckpointFolder folder = new CheckpointFolder(directory);
    UploadCheckpoint old = new UploadCheckpoint(TARGET, Instant.EPOCH, 1, "old", List.of());
    try (CheckpointFile file = folder.claim(TARGET).orElseThrow()) {
      file.write(old, true);
      // Stands where the new one would be written, and cannot be removed.
      Path fresh = directory.resolve(TARGET.name() + ".json.new");
      Files.createDirectories(fresh.resolve("full"));

      assertThatThrownBy(
              () ->
                  file.write(new UploadCheckpoint(TARGET, Instant.EPOCH, 1, "n", List.of()), true))
          .isInstanceOf(IOException.class);
      assertThat(file.read()).contains(old);
    }
  }
}
