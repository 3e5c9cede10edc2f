package io.elasticinference.internal;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.logs.LogLines;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicrometerTelemetryTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<ServiceEvent> events = new ArrayList<>();

  private InferenceClient client(Telemetry... telemetry) {
    return InferenceClient.builder()
        .cluster(cluster)
        .modelStore(cloud)
        .placement(cloud)
        .trafficMetrics(cloud)
        .listener(events::add)
        .telemetry(telemetry)
        .build();
  }

  private static InferenceBuilder bert(InferenceClient client) {
    return ElasticInference.builder()
        .client(client)
        .namespace("nlp")
        .model(Model.tensorflow("bert").from("oss://models/bert"))
        .autoscale(qps(10));
  }

  private double seconds(String stage) {
    return registry
        .get("elastic.inference.stage.duration")
        .tags("stage", stage, "inference.service", "bert", "inference.namespace", "nlp")
        .tag("error", "none")
        .timer()
        .totalTime(TimeUnit.SECONDS);
  }

  @Test
  void deploy_isTimedWithItsStages_whenItSucceeds() {
    bert(client(MicrometerTelemetry.of(registry))).deploy();

    assertThat(
            registry
                .get("elastic.inference.operation.duration")
                .tags("operation", "deploy", "inference.service", "bert")
                .tags("inference.namespace", "nlp", "error", "none")
                .timer()
                .count())
        .isEqualTo(1);
    double stages = 0;
    for (String stage : List.of("validate", "connect", "upload", "resolve", "render", "apply")) {
      assertThat(seconds(stage)).isPositive();
      stages += seconds(stage);
    }
    assertThat(
            registry
                .get("elastic.inference.operation.duration")
                .timer()
                .totalTime(TimeUnit.SECONDS))
        .isGreaterThanOrEqualTo(stages);
  }

  @Test
  void deploy_isCountedWithItsError_whenAStageFails() {
    cloud.incomplete.add(1L);
    InferenceBuilder bert = bert(client(MicrometerTelemetry.of(registry)));

    assertThatThrownBy(bert::deploy).isInstanceOf(ModelUploadException.class);

    for (String name : List.of("operation", "stage")) {
      assertThat(
              registry
                  .get("elastic.inference." + name + ".duration")
                  .tag("error", "ModelUploadException")
                  .timers())
          .singleElement()
          .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
    }
    assertThat(
            registry
                .get("elastic.inference.stage.duration")
                .tag("error", "ModelUploadException")
                .timer()
                .getId()
                .getTag("stage"))
        .isEqualTo("upload");
  }

  @Test
  void deploy_countsTheBytesThatMovedAndEndsAtNoThroughput_whenItUploads(@TempDir Path folder)
      throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("1")).resolve("saved_model.pb"), "x");

    bert(client(MicrometerTelemetry.of(registry)))
        .model(Model.tensorflow("bert").upload(folder).to("oss://models/bert"))
        .deploy();

    String[] tags = {
      "direction", "upload", "inference.service", "bert", "inference.namespace", "nlp"
    };
    assertThat(registry.get("elastic.inference.transfer.bytes").tags(tags).counter())
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(7))
        .satisfies(counter -> assertThat(counter.getId().getBaseUnit()).isEqualTo("bytes"));
    assertThat(registry.get("elastic.inference.transfer.files").tags(tags).counter().count())
        .isEqualTo(2);
    assertThat(registry.get("elastic.inference.transfer.throughput").tags(tags).gauge().value())
        .isZero();
  }

  @Test
  void download_isCountedForNoService_whenItIsOfAModelAlone(@TempDir Path folder) {
    client(MicrometerTelemetry.of(registry)).models().download("oss://models/bert", 1, folder);

    assertThat(
            registry
                .get("elastic.inference.transfer.bytes")
                .tags("direction", "download", "inference.service", "none")
                .counter()
                .count())
        .isEqualTo(7);
    assertThat(registry.get("elastic.inference.operation.duration").timer().getId().getTags())
        .extracting(tag -> tag.getKey() + "=" + tag.getValue())
        .containsExactlyInAnyOrder(
            "operation=models.download",
            "error=none",
            "inference.namespace=none",
            "inference.service=none");
  }

  @Test
  void of_keepsOneGaugeForSeveralClients_whenTheyShareARegistry() {
    Telemetry first = MicrometerTelemetry.of(registry);
    Telemetry second = MicrometerTelemetry.of(registry);
    first.told(moved(100));
    second.told(moved(20));
    second.told(moved(-20));

    assertThat(registry.get("elastic.inference.transfer.throughput").gauge().value())
        .isEqualTo(100);
  }

  private static Signal moved(long rateChange) {
    return new Signal.Transferred(Signal.Direction.UPLOAD, Subject.NONE, 1, 0, rateChange);
  }

  @Test
  void telemetry_disturbsNobody_whenItThrows() {
    Telemetry broken =
        new Telemetry() {
          @Override
          public Ongoing began(Work work) {
            throw new IllegalStateException("broken on purpose");
          }

          @Override
          public void told(Signal signal) {
            throw new IllegalStateException("broken on purpose");
          }

          @Override
          public Carried carry() {
            throw new IllegalStateException("broken on purpose");
          }
        };

    try (LogLines log = LogLines.kept()) {
      bert(client(broken, MicrometerTelemetry.of(registry))).deployAsync().join();

      assertThat(registry.get("elastic.inference.stage.duration").timers()).hasSize(6);
      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line.message()).contains("the work goes on"));
    }
  }

  @Test
  void deployAsync_hasServiceAndNamespaceInItsLog_whenAListenerFails() {
    try (InferenceClient client =
            InferenceClient.builder()
                .cluster(cluster)
                .modelStore(cloud)
                .placement(cloud)
                .trafficMetrics(cloud)
                .listener(
                    event -> {
                      throw new IllegalStateException("on purpose");
                    })
                .build();
        LogLines log = LogLines.kept()) {
      bert(client).deployAsync().join();

      assertThat(log.lines())
          .filteredOn(line -> line.message().startsWith("A listener failed"))
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line.mdc()).isEqualTo(Map.of("service", "bert", "namespace", "nlp")));
    }
  }

  @Test
  void telemetry_costsNoMeter_whenNoneIsSet() {
    bert(client()).deploy();

    assertThat(registry.getMeters()).extracting(Meter::getId).isEmpty();
  }
}
