package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSpaceTest {

  @TempDir Path folder;

  @Test
  void require_tellsHowMuchIsMissing_beforeAnythingIsFetched() throws IOException {
    LocalSpace.require(folder, 1);

    assertThatThrownBy(() -> LocalSpace.require(folder, Long.MAX_VALUE))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("bytes free (expected: " + Long.MAX_VALUE + ")")
        .hasMessageContaining("Free disk space or choose another folder");
  }

  @Test
  void unwritable_saysToFreeSpace_whenTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no disk that is always full on this machine");
    try {
      Files.write(full, new byte[1]);
      throw new AssertionError("written");
    } catch (IOException e) {
      assertThat(LocalSpace.unwritable(full, e))
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("what has arrived whole is kept");
    }
  }

  @Test
  void take_refusesASecondDownload_andClearsWhatAKilledOneLeft() throws IOException {
    Path version = folder.resolve("7");
    Path hidden = Files.createDirectory(folder.resolve(".7.download"));
    Files.writeString(hidden.resolve("3.part"), "half");

    try (DownloadFolder taken = DownloadFolder.take(version)) {
      assertThat(hidden.resolve("3.part")).doesNotExist();
      assertThat(taken.temporary(1)).isEqualTo(hidden.resolve("1.part"));
      assertThatThrownBy(() -> DownloadFolder.take(version))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("another download writes to it");
    }

    assertThat(folder).isEmptyDirectory();
  }
}
