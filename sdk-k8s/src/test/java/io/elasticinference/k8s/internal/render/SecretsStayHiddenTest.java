package io.elasticinference.k8s.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.spi.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsStayHiddenTest {

  private static final String ENCODED =
      Base64.getEncoder().encodeToString("the-secret".getBytes(StandardCharsets.UTF_8));

  private final ObjectRenderer renderer = new ObjectRenderer();
  private final List<Manifest> manifests = renderer.render(Services.tutorial());

  @Test
  void toYaml_leavesSecretValuesOut_andSaysSo() {
    String yaml = renderer.toYaml(manifests);
    assertThat(yaml)
        .doesNotContain("the-secret", "the-id", ENCODED)
        .contains("# Values are left out", "akSecret: ''");
  }

  @Test
  void render_putsTheSecretIntoTheSecretOnly_whenApplied() {
    for (Manifest manifest : manifests) {
      String json = Json.write(manifest.body());
      assertThat(json.contains(ENCODED)).as("%s", manifest).isEqualTo(manifest.secret());
      assertThat(json).doesNotContain("the-secret");
      assertThat(manifest.toString()).doesNotContain(ENCODED);
    }
  }
}
