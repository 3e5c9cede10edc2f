package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.Secret;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OssMountTest {

  private static final String LOCATION = "oss://models/tensorflow/chnsenticorp";

  private static final Environment BASE =
      Environment.of(
          Map.of(
              "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
              "ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"));

  private static final Environment WITH_KEY =
      BASE.with(
          Map.of(
              "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIexample",
              "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame"));

  private static ModelStore store(Environment environment) {
    return ServiceLoader.load(ModelStore.Provider.class)
        .findFirst()
        .orElseThrow()
        .create(environment);
  }

  @Test
  void volume_isTheTutorials_whenAKeyIsAtHand() {
    ModelVolume volume = store(WITH_KEY).volume(LOCATION);

    assertThat(volume)
        .isEqualTo(
            new ModelVolume(
                "ossplugin.csi.alibabacloud.com",
                Map.of(
                    "bucket", "models",
                    "url", "oss-cn-beijing-internal.aliyuncs.com",
                    "path", "/tensorflow/chnsenticorp",
                    "otherOpts", "-o max_stat_cache_size=0 -o allow_other"),
                Map.of("akId", Secret.of("LTAIexample"), "akSecret", Secret.of("sesame")),
                "5Gi",
                "/data/models/tensorflow/chnsenticorp"));
    assertThat(volume.toString()).doesNotContain("LTAIexample", "sesame");
  }

  @Test
  void volume_mountsFromTheEndpointThatIsSet() {
    Environment local = WITH_KEY.with(Map.of("OSS_ENDPOINT", "http://127.0.0.1:9000/"));

    assertThat(store(local).volume("oss://models").attributes())
        .containsEntry("url", "http://127.0.0.1:9000")
        .containsEntry("path", "/");
    assertThat(store(local).volume("oss://models").mountPath()).isEqualTo("/data/models");
  }

  @Test
  void volume_takesARoleAndNoKey_whenARoleIsSet() {
    Environment role =
        WITH_KEY.with(
            Map.of(
                "OSS_MOUNT_ROLE_NAME", "ack-oss-reader", "ALIBABA_CLOUD_SECURITY_TOKEN", "token"));

    ModelVolume volume = store(role).volume(LOCATION);

    assertThat(volume.attributes())
        .containsEntry("authType", "rrsa")
        .containsEntry("roleName", "ack-oss-reader");
    assertThat(volume.secretData()).isEmpty();
    store(role).checkMount(LOCATION);
  }

  @Test
  void volume_saysToSetARole_whenTheKeyIsTemporary() {
    ModelStore store = store(WITH_KEY.with(Map.of("ALIBABA_CLOUD_SECURITY_TOKEN", "token")));

    assertThatThrownBy(() -> store.volume(LOCATION))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("Temporary credentials")
        .hasMessageContaining("OSS_MOUNT_ROLE_NAME")
        .hasMessageNotContainingAny("sesame", "LTAIexample", "token");
    assertThatThrownBy(() -> store.checkMount(LOCATION)).isInstanceOf(ModelUploadException.class);
  }

  @Test
  void locationOf_readsBackWhatAVolumeShows() {
    ModelStore store = store(BASE);
    ModelVolume ours = store(WITH_KEY).volume(LOCATION);

    assertThat(store.locationOf(new ClusterVolume(ours.driver(), ours.attributes())))
        .contains(LOCATION);
    assertThat(store.locationOf(volume(Map.of("bucket", "models", "path", "/"))))
        .contains("oss://models");
    assertThat(store.locationOf(volume(Map.of("bucket", "models")))).contains("oss://models");
    assertThat(store.locationOf(volume(Map.of("bucket", "models", "path", "/a b/c/"))))
        .contains("oss://models/a b/c");
    assertThat(store.locationOf(volume(Map.of("path", "/a")))).isEmpty();
    assertThat(store.locationOf(new ClusterVolume("nas", Map.of("bucket", "models")))).isEmpty();
  }

  private static ClusterVolume volume(Map<String, String> attributes) {
    return new ClusterVolume("ossplugin.csi.alibabacloud.com", attributes);
  }

  @Test
  void validate_tellsSettingsAndLocationTogether() {
    ModelStore store = store(Environment.of(Map.of("OSS_ENDPOINT", "ftp://x")));

    assertThat(store.validate("oss://"))
        .extracting(v -> v.name())
        .containsExactly("model.location", "ALIBABA_CLOUD_REGION_ID", "OSS_ENDPOINT");
    assertThat(store(BASE).validate(LOCATION)).isEmpty();
  }
}
