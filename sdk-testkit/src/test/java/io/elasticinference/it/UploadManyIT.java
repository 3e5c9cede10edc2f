package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.testkit.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares a tree of ten thousand files with what is in the store. */
@Timeout(120)
class UploadManyIT {

  private static final int FILES = 10_000;

  @TempDir Path directory;
  private OssScene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new OssScene(directory);
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  @Test
  void upload_findsTheOneFileThatChanged_inSeconds() throws IOException {
    for (int i = 0; i < FILES; i++) {
      scene.file("assets/" + i % 100 + "/" + i, 100);
    }
    scene.file("saved_model.pb", 1000);
    scene.upload();
    byte[] changed = Files.readAllBytes(scene.model().resolve("assets/33/4433"));
    changed[5]++;
    Files.write(scene.model().resolve("assets/33/4433"), changed);
    Fault all = scene.server().faults().always().latency(Duration.ZERO);
    Fault puts =
        scene
            .server()
            .faults()
            .always()
            .when(r -> r.method().equals("PUT") && r.path().contains("/assets/"))
            .latency(Duration.ZERO);
    Instant began = Instant.now();

    scene.upload();

    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(puts.hits()).isEqualTo(1);
    // Eleven pages, the manifest read once and written twice, and the file: none for each file.
    assertThat(all.hits()).isLessThan(20);
  }
}
