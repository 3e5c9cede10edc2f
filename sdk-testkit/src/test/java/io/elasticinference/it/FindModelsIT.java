package io.elasticinference.it;

import static io.elasticinference.it.OssScene.FOLDER;
import static io.elasticinference.it.OssScene.LOCATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.testkit.oss.OssCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finds models in the local OSS, whoever brought them there. */
@Timeout(120)
class FindModelsIT {

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
  void find_takesWhatOtherToolsUploaded_andNothingElse() {
    for (String key :
        List.of(
            "3/saved_model.pb",
            "20/saved_model.pbtxt",
            "20/variables/v",
            "4/variables/v",
            "notes/saved_model.pb",
            "007/saved_model.pb",
            "99999999999999999999/saved_model.pb",
            "9999999999999999999/saved_model.pb",
            "5",
            "6/")) {
      scene
          .judge()
          .putObject(
              "models", "tensorflow/chnsenticorp/" + key, new ByteArrayInputStream(new byte[1]));
    }

    assertThat(scene.store().find(LOCATION).completeVersions()).containsExactly(3L, 20L);
    assertThat(scene.store().find("oss://models/nothing/here").completeVersions()).isEmpty();
    assertThat(scene.store().find("oss://models").completeVersions()).isEmpty();
  }

  @Test
  void find_doesNotTakeAVersionThatLostAFile() throws IOException {
    scene.file("saved_model.pb", 10);
    scene.file("assets/a", 10);
    scene.upload();
    scene.judge().deleteObject("models", FOLDER + "assets/a");

    assertThat(scene.store().find(LOCATION).completeVersions()).isEmpty();
  }

  @Test
  void find_listsManyFiles_inMoreThanOnePage() throws IOException {
    for (int i = 0; i < 1200; i++) {
      scene.file("assets/" + i, 1);
    }
    scene.file("saved_model.pb", 10);

    scene.upload();

    assertThat(scene.store().find(LOCATION).completeVersions()).containsExactly(7L);
  }

  @Test
  void find_tellsEachRefusalInItsOwnWords() {
    assertThatThrownBy(() -> scene.store().find("oss://no-such-bucket-here/a"))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("there is no bucket 'no-such-bucket-here'")
        .hasMessageContaining("ALIBABA_CLOUD_REGION_ID (cn-beijing)");
    try (ModelStore wrongId = scene.store(Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIother"))) {
      assertThatThrownBy(() -> wrongId.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("does not know the access key id");
    }
    try (ModelStore wrongSecret = scene.store(Map.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "wr0ng"))) {
      assertThatThrownBy(() -> wrongSecret.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("refuses the signature")
          .hasMessageNotContainingAny("wr0ng", "sesame");
    }
    scene
        .server()
        .accept(OssCredential.of("STS.old", "s").temporary("token", Instant.now().minusSeconds(5)));
    try (ModelStore expired =
        scene.store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.old",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "token"))) {
      assertThatThrownBy(() -> expired.find(LOCATION))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("security token");
    }
  }

  @Test
  void find_sendsTheSecurityToken() {
    scene
        .server()
        .accept(
            OssCredential.of("STS.now", "s").temporary("token", Instant.now().plusSeconds(600)));
    try (ModelStore temporary =
        scene.store(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.now",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "token"))) {
      assertThat(temporary.find(LOCATION).completeVersions()).isEmpty();
    }
  }
}
