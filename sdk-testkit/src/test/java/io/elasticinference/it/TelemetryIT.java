package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.spi.Environment;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What OpenTelemetry and Micrometer are told of a service's life on the local cloud. */
@ExtendWith(LocalCloudExtension.class)
class TelemetryIT {

  private static final Path MODEL = Path.of("../samples/models/chnsenticorp");

  private final LocalCloud cloud;
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk otel =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private TestNamespace namespace;
  private InferenceClient client;
  private InferenceBuilder bert;

  TelemetryIT(LocalCloud cloud) {
    this.cloud = cloud;
  }

  @BeforeEach
  void deployNothingYet() {
    namespace = new TestNamespace(new Kubectl(cloud.environment()), "telemetry");
    client =
        InferenceClient.builder()
            .environment(cloud.environment())
            .telemetry(MicrometerTelemetry.of(registry), OpenTelemetryTelemetry.of(otel))
            .build();
    bert =
        ElasticInference.builder()
            .client(client)
            .name("bert")
            .namespace(namespace.name())
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(MODEL)
                    .to("oss://models/" + namespace.name() + "/chnsenticorp")
                    .version(1623831335))
            .autoscale(qps(10))
            .ingress(namespace.name() + ".example.com");
  }

  @AfterEach
  void clean() {
    client.close();
    namespace.close();
    otel.close();
  }

  private SpanTree spans() {
    return new SpanTree(exporter.getFinishedSpanItems());
  }

  /** The application's own span around a call of the client's. */
  private <T> T inRequest(Call<T> call) throws Exception {
    Span request = otel.getTracer("application").spanBuilder("request").startSpan();
    try {
      return Context.current().with(request).wrap(call::made).call();
    } finally {
      request.end();
    }
  }

  private interface Call<T> {
    T made() throws Exception;
  }

  private double counted(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private static long bytesOfTheModel() throws IOException {
    try (Stream<Path> files = Files.walk(MODEL)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void deploy_isOneTraceFromTheApplicationToEachRequest() throws Exception {
    String graph = "/" + namespace.name() + "/chnsenticorp/1623831335/saved_model.pb";
    cloud
        .oss()
        .faults()
        .next(1)
        .when(r -> r.method().equals("PUT") && r.path().endsWith(graph))
        .status(503);

    inRequest(() -> bert.deployAsync().get());

    SpanTree tree = spans();
    SpanData deploy = tree.the("elastic-inference deploy");
    assertThat(tree.parent(deploy).orElseThrow().getName()).isEqualTo("request");
    assertThat(tree.namesBelow(deploy))
        .containsExactly(
            "stage validate",
            "stage connect",
            "stage upload",
            "stage resolve",
            "stage render",
            "stage apply");
    assertThat(tree.requestsBelow(tree.the("stage connect")))
        .contains("kubernetes get deployments 404");
    assertThat(tree.requestsBelow(tree.the("stage upload")))
        .contains("oss ListObjectsV2 200", "oss PutObject 200", "oss PutObject 503")
        .allMatch(request -> request.startsWith("oss "));
    assertThat(tree.requestsBelow(tree.the("stage apply")))
        .contains(
            "kubernetes patch deployments 201",
            "kubernetes patch services 201",
            "kubernetes patch horizontalpodautoscalers 201",
            "kubernetes patch ingresses 201",
            "kubernetes patch persistentvolumes 201",
            "kubernetes patch secrets 201");
    assertThat(tree.requests())
        .allSatisfy(
            request -> {
              assertThat(tree.parent(request).orElseThrow().getName()).startsWith("stage ");
              assertThat(request.getTraceId()).isEqualTo(deploy.getTraceId());
              assertThat(SpanTree.text(request, "k8s.namespace.name")).isEqualTo(namespace.name());
              assertThat(SpanTree.text(request, "elastic.inference.service")).isEqualTo("bert");
              assertThat(SpanTree.text(request, "server.address")).isNotBlank();
              assertThat(request.getName()).doesNotContain("bert").doesNotContain("chnsenticorp");
            });
    assertThat(
            tree.requests().stream().filter(s -> s.getStatus().getStatusCode() == StatusCode.ERROR))
        .singleElement()
        .satisfies(failed -> assertThat(SpanTree.text(failed, "error.type")).isEqualTo("503"));

    assertThat(
            counted(
                "elastic.inference.api.retries",
                "api",
                "oss",
                "operation",
                "PutObject",
                "reason",
                "503"))
        .isEqualTo(1);
    assertThat(
            counted(
                "elastic.inference.transfer.bytes",
                "direction",
                "upload",
                "inference.service",
                "bert"))
        .isEqualTo((double) bytesOfTheModel());
    assertThat(registry.get("elastic.inference.operation.duration").timer().count()).isEqualTo(1);
    assertThat(registry.get("elastic.inference.transfer.throughput").gauge().value()).isZero();
  }

  @Test
  void service_isFollowedThroughItsLife_withoutASecret() throws Exception {
    InferenceService service = bert.deploy();
    exporter.reset();

    service.awaitReady(Duration.ofMinutes(1));
    var report = service.stressTest(LoadProfile.constant(20).during(Duration.ofSeconds(1)));
    var unused = service.autoscaling().explain();
    service.delete();

    SpanTree tree = spans();
    SpanData observe = tree.the("stage observe");
    assertThat(tree.parent(observe).orElseThrow().getName())
        .isEqualTo("elastic-inference await_ready");
    assertThat(tree.requestsBelow(observe))
        .contains("kubernetes list pods 200", "kubernetes watch deployments 200");
    assertThat(tree.namesBelow(tree.the("elastic-inference stress_test")))
        .contains("elastic-inference status", "elastic-inference watch");
    assertThat(tree.requestsBelow(tree.the("elastic-inference scaling.explain")))
        .contains("sls GetLogs 200");
    assertThat(tree.requestsBelow(tree.the("elastic-inference delete")))
        .contains("kubernetes delete deployments 200");

    String[] tags = {"inference.namespace", namespace.name(), "inference.service", "bert"};
    assertThat(registry.get("elastic.inference.load.requests").tags(tags).tag("outcome", "ok"))
        .satisfies(ok -> assertThat(ok.counter().count()).isEqualTo((double) report.totals().ok()));
    assertThat(registry.get("elastic.inference.load.runs").tag("outcome", "completed").counter())
        .satisfies(runs -> assertThat(runs.count()).isEqualTo(1));

    String all = exporter.getFinishedSpanItems().toString();
    for (String secret : List.of(Environment.ACCESS_KEY_ID, Environment.ACCESS_KEY_SECRET)) {
      assertThat(all.contains(cloud.environment().get(secret))).as(secret).isFalse();
    }
    assertThat(all).doesNotContainIgnoringCase("signature=").doesNotContain("Bearer");
  }

  @Test
  void deploy_tellsWhichStageFailedAndWhy_whenSomebodyElseOwnsTheWorkload() {
    namespace.kubectl(
        "create", "deployment", "bert-1623831335-tensorflow-serving", "--image=nginx");

    assertThatThrownBy(() -> bert.deploy()).isInstanceOf(ConflictException.class);

    SpanTree tree = spans();
    SpanData connect = tree.the("stage connect");
    assertThat(connect.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(connect.getStatus().getDescription()).contains("bert-1623831335-tensorflow-serving");
    assertThat(connect.getEvents())
        .singleElement()
        .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
    assertThat(tree.the("elastic-inference deploy").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
    assertThat(
            registry
                .get("elastic.inference.stage.duration")
                .tags("stage", "connect", "error", "ConflictException")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
