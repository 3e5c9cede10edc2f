package io.elasticinference.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs every sample on a local cloud. The quickstart starts its own: {@code bin/quickstart}. */
@ExtendWith(LocalCloudExtension.class)
class SamplesIT {

  private static final String TRACE =
      "sdk-core/src/test/resources/traces/AzureLLMInferenceTrace_code.csv.gz";

  private final LocalCloud cloud;

  SamplesIT(LocalCloud cloud) {
    this.cloud = cloud;
  }

  @AfterEach
  void deleteServices() {
    try (InferenceClient client = client()) {
      client.list().forEach(InferenceService::delete);
    }
  }

  private InferenceClient client() {
    return InferenceClient.builder().environment(cloud.environment()).build();
  }

  @Test
  void ackCluster_looksAndDeploys_thenDryRunTellsWhatWouldChange() throws Exception {
    String printed = SampleProgram.output(AckCluster.class, cloud.environment());
    assertThat(printed)
        .contains("Preflight of service 'bert'", ", 0 in the way")
        .contains("bert-1623831335: 1/1 ready")
        .containsPattern("curl -H 'Host: bert.example.com' http://127.0.0.1:\\d+/v1/models/");
    try (InferenceClient client = client()) {
      assertThat(client.get("bert").orElseThrow().status().ready()).isTrue();
    }

    // Twice, since it must write nothing.
    for (int time = 0; time < 2; time++) {
      assertThat(SampleProgram.output(DryRun.class, cloud.environment(), "--plan"))
          .containsPattern("update\\s+HorizontalPodAutoscaler default/bert")
          .containsPattern("unchanged\\s+Ingress default/bert");
    }
  }

  @Test
  void dryRun_printsYaml_withNoClusterAtHand() throws Exception {
    String yaml =
        SampleProgram.output(
            DryRun.class,
            Map.of("ALIBABA_CLOUD_REGION_ID", "cn-beijing", "ACK_CLUSTER_ID", "c0123"));
    assertThat(yaml.lines().filter(line -> line.startsWith("kind: ")).toList())
        .contains("kind: Deployment", "kind: HorizontalPodAutoscaler", "kind: Ingress");
    assertThat(yaml).contains("sls.project: k8s-log-c0123");
  }

  @Test
  void canary_putsTheSecondVersionInThePlaceOfTheFirst() throws Exception {
    assertThat(SampleProgram.output(Canary.class, cloud.environment()))
        .contains("Version 2 answers all requests: curl -H 'Host: canary.example.com' http://");
    try (InferenceClient client = client()) {
      assertThat(client.list()).extracting(InferenceService::version).containsExactly("2");
    }
  }

  @Test
  void customRuntime_completesPrompts(@TempDir Path model) throws Exception {
    Files.writeString(model.resolve("config.json"), "{\"architectures\": [\"Qwen2\"]}");
    assertThat(SampleProgram.output(CustomRuntime.class, cloud.environment(), model.toString()))
        .contains("20 offered, 20 ok", "0 failed");
    try (InferenceClient client = client()) {
      InferenceService qwen = client.get("qwen2-7b").orElseThrow();
      assertThat(qwen.endpoint().path()).isEqualTo("/health");
      assertThat(qwen.endpoint().requestPath()).isEqualTo("/v1/completions");
    }
  }

  @Test
  void capacityPlanning_findsASetting_andDrawsIt(@TempDir Path folder) throws Exception {
    Path chart = folder.resolve("plan.svg");
    String printed =
        SampleProgram.output(CapacityPlanning.class, Map.of(), TRACE, chart.toString());
    assertThat(printed)
        .contains("settings that keep p99 within 5.00 s", "Deploy with qps(2.8).replicas(4, 20)");
    assertThat(Files.readString(chart)).startsWith("<svg").endsWith("</svg>\n");
  }
}
