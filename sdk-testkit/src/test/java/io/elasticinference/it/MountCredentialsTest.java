package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the credentials goes into a cluster's objects; needs no cluster and no store. */
class MountCredentialsTest {

  private static String yaml(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("ALIBABA_CLOUD_REGION_ID", "cn-beijing");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAImount");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame");
    all.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
    all.putAll(settings);
    try (InferenceClient client = InferenceClient.builder().environment(all).build()) {
      return ElasticInference.builder()
          .client(client)
          .name("bert")
          .model(Model.tensorflow("bert").from("oss://models/bert").version(1))
          .toYaml();
    }
  }

  @Test
  void aKey_isInTheSecretAlone_andNotShown() {
    String yaml = yaml(Map.of());

    assertThat(yaml).contains("kind: Secret", "nodePublishSecretRef");
    assertThat(yaml).doesNotContain("LTAImount", "sesame");
    String volume = yaml.substring(yaml.indexOf("kind: PersistentVolume\n"));
    assertThat(volume.substring(0, volume.indexOf("---"))).doesNotContain("akId", "akSecret");
  }

  @Test
  void aRole_needsNoSecret_whateverTheCredentialsAre() {
    String yaml =
        yaml(
            Map.of(
                "OSS_MOUNT_ROLE_NAME", "ack-oss-reader", "ALIBABA_CLOUD_SECURITY_TOKEN", "CAIS"));

    assertThat(yaml).contains("authType: rrsa", "roleName: ack-oss-reader");
    assertThat(yaml)
        .doesNotContain("kind: Secret", "nodePublishSecretRef", "LTAImount", "sesame", "CAIS");
  }

  @Test
  void temporaryCredentials_areRefused_whereThereIsNoRole() {
    assertThatThrownBy(() -> yaml(Map.of("ALIBABA_CLOUD_SECURITY_TOKEN", "CAIS")))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("Set OSS_MOUNT_ROLE_NAME")
        .hasMessageNotContainingAny("LTAImount", "sesame", "CAIS");
  }
}
