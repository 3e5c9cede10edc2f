package com.example.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Burst;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class InferencePropertiesTest {

  @EnableConfigurationProperties(InferenceProperties.class)
  static class Properties {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void properties_haveDefaults_whenOnlyTheModelsAreNamed() {
    application
        .withPropertyValues("inference.models=/models")
        .run(
            context ->
                assertThat(context.getBean(InferenceProperties.class))
                    .extracting(
                        InferenceProperties::models,
                        InferenceProperties::burst,
                        InferenceProperties::readyTimeout)
                    .containsExactly(Path.of("/models"), Burst.ECI_ONLY, Duration.ofMinutes(10)));
  }

  @Test
  void properties_areTyped_whenTheyAreSet() {
    application
        .withPropertyValues(
            "inference.models=/models",
            "inference.burst=eci",
            "inference.gpu-specs=ecs.gn7i-c8g1.2xlarge, ecs.gn6i-c8g1.2xlarge",
            "inference.ready-timeout=90s")
        .run(
            context -> {
              InferenceProperties bound = context.getBean(InferenceProperties.class);
              assertThat(bound.burst()).isEqualTo(Burst.ECI);
              assertThat(bound.gpuSpecs())
                  .containsExactly("ecs.gn7i-c8g1.2xlarge", "ecs.gn6i-c8g1.2xlarge");
              assertThat(bound.readyTimeout()).isEqualTo(Duration.ofSeconds(90));
            });
  }

  @Test
  void properties_failTheStart_whenTheyAreWrong() {
    application
        .withPropertyValues(
            "inference.models=/models",
            "inference.store=s3://models",
            "inference.max-replicas=0")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("inference.store")
                    .hasMessageContaining("inference.maxReplicas"));
  }

  @Test
  void metadata_describesEachProperty_forEditors() throws IOException {
    try (InputStream in =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"name\": \"inference.gpu-specs\"")
          .contains("instance types, tried in this order");
    }
  }
}
