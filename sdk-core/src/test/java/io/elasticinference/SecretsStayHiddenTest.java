package io.elasticinference;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.Secret;
import io.elasticinference.store.PresignedUrl;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsStayHiddenTest {

  private static final String SECRET = "the-secret-itself";

  @Test
  void toString_hidesValues_ofWhateverMayHoldASecret() {
    Object[] holders = {
      Secret.of(SECRET),
      Environment.of(Map.of(Environment.ACCESS_KEY_SECRET, SECRET)),
      new ModelVolume("d", Map.of(), Map.of("akSecret", Secret.of(SECRET)), "5Gi", "/data"),
      new PresignedUrl("oss://models/bert/7/f", Secret.of(SECRET), Instant.EPOCH),
      new Manifest(new ObjectRef("v1", "Secret", "default", "s"), Map.of("data", SECRET), true),
    };

    assertThat(holders).allSatisfy(holder -> assertThat(holder.toString()).doesNotContain(SECRET));
  }
}
