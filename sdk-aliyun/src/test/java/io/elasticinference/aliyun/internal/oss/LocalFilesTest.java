package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.aliyun.oss.common.utils.CRC64;
import io.elasticinference.ModelUploadException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

  @TempDir Path folder;

  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  @Test
  void read_listsFilesByName_followsLinks_andLeavesOurManifestOut() throws IOException {
    file("model/b/2", 2);
    file("model/a", 1);
    file("elsewhere/real", 3);
    file("model/" + VersionManifest.NAME, 9);
    Files.createSymbolicLink(folder.resolve("model/c"), folder.resolve("elsewhere"));

    assertThat(LocalTree.read(folder.resolve("model")))
        .extracting(LocalFile::name)
        .containsExactly("a", "b/2", "c/real");
  }

  @Test
  void read_takesHiddenFilesAndLinksToFiles() throws IOException {
    file("model/.hidden/.config", 2);
    file("elsewhere/real", 3);
    Files.createSymbolicLink(folder.resolve("model/link"), folder.resolve("elsewhere/real"));

    assertThat(LocalTree.read(folder.resolve("model")))
        .extracting(LocalFile::name, LocalFile::size)
        .containsExactly(tuple(".hidden/.config", 2L), tuple("link", 3L));
  }

  @Test
  void read_namesAllFilesThatCannotBeSent() throws Exception {
    file("model/good", 2);
    Files.createSymbolicLink(folder.resolve("model/dangling"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("model/loop"), folder.resolve("model"));
    Process fifo = new ProcessBuilder("mkfifo", folder.resolve("model/fifo").toString()).start();
    assertThat(fifo.waitFor()).isZero();

    assertThatThrownBy(() -> LocalTree.read(folder.resolve("model")))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("dangling: a link to nothing")
        .hasMessageContaining("loop: a link to a folder that it is in")
        .hasMessageContaining("fifo: neither a file nor a folder")
        .hasMessageNotContaining("good");
  }

  @Test
  void read_namesAFileThatMayNotBeRead() throws IOException {
    Path secret = file("model/secret", 2);
    Files.setPosixFilePermissions(secret, Set.of());
    assumeFalse(Files.isReadable(secret), "whoever is root may read everything");

    assertThatThrownBy(() -> LocalTree.read(folder.resolve("model")))
        .hasMessageContaining("secret: may not be read");
  }

  @Test
  void read_tellsTheFirstFew_whenThereAreMany() throws IOException {
    Files.createDirectories(folder.resolve("model"));
    for (int i = 0; i < 25; i++) {
      Files.createSymbolicLink(folder.resolve("model/" + i), folder.resolve("nowhere"));
    }

    assertThatThrownBy(() -> LocalTree.read(folder.resolve("model")))
        .hasMessageContaining("; and 15 more (expected: ");
  }

  @Test
  void read_tellsWhatIsWrong() throws IOException {
    Files.createDirectories(folder.resolve("empty/inner"));
    Files.createDirectories(folder.resolve("loop"));
    Files.createSymbolicLink(folder.resolve("loop/self"), folder.resolve("loop"));

    for (String name : new String[] {"empty", "missing", "loop"}) {
      assertThatThrownBy(() -> LocalTree.read(folder.resolve(name)))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("Model folder " + folder.resolve(name));
    }
  }

  @Test
  void fileSlice_writesItsPiece_asOftenAsItIsAsked() throws IOException {
    Path path = file("big", 1_000_003);
    byte[] piece = Arrays.copyOfRange(Files.readAllBytes(path), 7, 900_007);
    List<Long> passed = new ArrayList<>();

    try (FileSlice slice = new FileSlice(path, 7, 900_000, passed::add)) {
      for (int time = 0; time < 2; time++) {
        passed.clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slice.writeTo(out);

        assertThat(out.toByteArray()).isEqualTo(piece);
        assertThat(slice.crc64()).isEqualTo(new CRC64(piece, piece.length).getValue());
        assertThat(passed).isSorted().endsWith(900_000L).hasSizeGreaterThan(5);
      }
    }
  }

  @Test
  void fileSlice_tellsNoChecksum_whenItWasNotWrittenToItsEnd() throws IOException {
    Path path = file("short", 10);

    try (FileSlice slice = new FileSlice(path, 5, 6, bytes -> {})) {
      assertThatThrownBy(() -> slice.writeTo(OutputStream.nullOutputStream()))
          .isInstanceOf(EOFException.class);
      assertThatThrownBy(slice::crc64).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void checkUnchanged_fails_whenSomethingWroteToTheFile() throws IOException {
    Path path = file("f", 10);
    LocalFile before = LocalFile.of(path, "f");
    before.checkUnchanged();

    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
    assertThatThrownBy(before::checkUnchanged)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("written at 2020-01-02T03:04:05Z (expected: ")
        .hasMessageContaining("as when the upload began)");
    Files.write(path, new byte[11]);
    assertThatThrownBy(before::checkUnchanged)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("11 bytes (expected: 10, as when the upload began)");
    Files.delete(path);
    assertThatThrownBy(before::checkUnchanged)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("expected: a file that can be read");
  }

  @Test
  void checksum_isTheOneThatOssKeeps() throws IOException {
    Path path = file("f", 700_001);
    byte[] bytes = Files.readAllBytes(path);

    assertThat(Checksums.of(LocalFile.of(path, "f")))
        .isEqualTo(new CRC64(bytes, bytes.length).getValue());
    // The check value of CRC-64/XZ (the same polynomial), from the catalogue of CRC algorithms.
    Files.writeString(path, "123456789");
    assertThat(Checksums.of(LocalFile.of(path, "f"))).isEqualTo(0x995DC9BBDF1939FAL);
  }
}
