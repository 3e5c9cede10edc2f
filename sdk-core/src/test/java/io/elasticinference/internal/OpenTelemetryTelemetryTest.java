package io.elasticinference.internal;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenTelemetryTelemetryTest {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk otel =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
          .build();

  private static final Subject BERT = new Subject("nlp", "bert");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final Telemetry telemetry = OpenTelemetryTelemetry.of(otel);

  private InferenceBuilder bert() {
    return ElasticInference.builder()
        .client(
            InferenceClient.builder()
                .cluster(cluster)
                .modelStore(cloud)
                .placement(cloud)
                .trafficMetrics(cloud)
                .telemetry(telemetry)
                .build())
        .namespace("nlp")
        .model(Model.tensorflow("bert").from("oss://models/bert"))
        .autoscale(qps(10));
  }

  private SpanData span(String name) {
    List<SpanData> found =
        spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  @Test
  void deploy_isASpanWithOneOfEachStage_alsoOnAnotherThread() throws Exception {
    Span request = otel.getTracer("test").spanBuilder("request").startSpan();
    InferenceBuilder bert = bert();
    Context.current().with(request).wrap(() -> bert.deployAsync()).call().join();
    request.end();

    SpanData deploy = span("elastic-inference deploy");
    assertThat(deploy.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
    assertThat(deploy.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(deploy.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(deploy.getInstrumentationScopeInfo().getName()).isEqualTo("io.elasticinference");
    assertThat(deploy.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("elastic.inference.operation", "deploy")
                .put("elastic.inference.service", "bert")
                .put("k8s.namespace.name", "nlp")
                .build()
                .asMap());
    assertThat(spans.getFinishedSpanItems())
        .filteredOn(span -> span.getParentSpanId().equals(deploy.getSpanId()))
        .extracting(SpanData::getName)
        .containsExactly(
            "stage validate",
            "stage connect",
            "stage upload",
            "stage resolve",
            "stage render",
            "stage apply");
  }

  @Test
  void deploy_tellsTheErrorOnce_whenAStageFails() {
    cloud.incomplete.add(1L);
    InferenceBuilder bert = bert();

    assertThatThrownBy(bert::deploy).isInstanceOf(ModelUploadException.class);

    SpanData stage = span("stage upload");
    assertThat(stage.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(stage.getStatus().getDescription())
        .isEqualTo("oss://models/bert/1: not complete. Upload it.");
    assertThat(stage.getAttributes().get(ERROR_TYPE))
        .isEqualTo(ModelUploadException.class.getName());
    EventData event = stage.getEvents().get(0);
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
        .isEqualTo("oss://models/bert/1: not complete. Upload it.");
    assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.stacktrace")))
        .contains("FakeCloud.verify");

    SpanData deploy = span("elastic-inference deploy");
    assertThat(deploy.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(deploy.getEvents()).isEmpty();
  }

  @Test
  void failure_keepsTheMessagesOfOthersOut_whenTheyAreTheCause() {
    RuntimeException foreign = new IllegalStateException("StringToSign: sesame");
    ModelUploadException own =
        new ModelUploadException("Model store: refused.", "Ask.", false, foreign);

    telemetry.began(new Work.Operation("models.upload", BERT)).ended(own);
    telemetry.began(new Work.Operation("models.list", BERT)).ended(foreign);

    assertThat(span("elastic-inference models.upload").toString())
        .contains("Model store: refused. Ask.")
        .contains("Caused by: java.lang.IllegalStateException")
        .doesNotContain("sesame");
    assertThat(span("elastic-inference models.list").toString())
        .contains("java.lang.IllegalStateException")
        .doesNotContain("sesame");
  }

  private static Work.ApiCall call(String method, String url, int resend) {
    return new Work.ApiCall(
        "kubernetes",
        "patch deployments",
        method,
        URI.create(url),
        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}",
        resend,
        BERT);
  }

  private SpanData request(Work.ApiCall call, int status, @Nullable IOException failure) {
    Telemetry.Ongoing ongoing = telemetry.began(call);
    if (status > 0) {
      ongoing.answered(status);
    }
    ongoing.ended(failure);
    return span(call.method() + " /apis/apps/v1/namespaces/{namespace}/deployments/{name}");
  }

  @Test
  void request_isAClientSpanByTheConventions_whenItIsAnswered() {
    String url = "https://10.0.0.1:6443/apis/apps/v1/namespaces/nlp/deployments/b?dryRun=All";

    SpanData span = request(call("PATCH", url, 2), 200, null);

    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("http.request.method", "PATCH")
                .put("http.request.resend_count", 2)
                .put("http.response.status_code", 200)
                .put("server.address", "10.0.0.1")
                .put("server.port", 6443)
                .put("url.full", url)
                .put("url.template", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}")
                .put("elastic.inference.api", "kubernetes")
                .put("elastic.inference.api.operation", "patch deployments")
                .put("elastic.inference.service", "bert")
                .put("k8s.namespace.name", "nlp")
                .build()
                .asMap());
  }

  @Test
  void request_isAnError_whenItIsRefused() {
    SpanData span = request(call("PATCH", "https://ack/x", 0), 409, null);

    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription()).isEmpty();
    assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("409");
    assertThat(span.getAttributes().get(AttributeKey.longKey("server.port"))).isEqualTo(443);
    assertThat(span.getEvents()).isEmpty();
  }

  @Test
  void request_isNoError_whenItFindsThatSomethingIsNotThere() {
    SpanData span = request(call("GET", "http://ack/x", 0), 404, null);

    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(ERROR_TYPE)).isNull();
  }

  @Test
  void request_namesTheNetworksFailure_whenNoAnswerCame() {
    SpanData span =
        request(call("PATCH", "https://ack/x", 0), 0, new SocketTimeoutException("sesame"));

    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(ERROR_TYPE)).isEqualTo("java.net.SocketTimeoutException");
    assertThat(span.toString()).doesNotContain("sesame");
  }

  @Test
  void carry_keepsTheTree_onOtherThreads() {
    Observed observed = Observed.of(telemetry, BERT);
    Telemetry.Scope scope = observed.open();
    observed.follow(
        new Work.Operation("list", BERT),
        () -> {
          Observed.Carried carried = Observed.carry();
          Runnable request =
              () -> Observed.current().began(call("GET", "http://ack/1", 0)).ended(null);
          Runnable later =
              () -> Observed.current().began(call("POST", "http://ack/2", 0)).ended(null);
          return CompletableFuture.allOf(
                  CompletableFuture.runAsync(carried.wrap(request)),
                  CompletableFuture.runAsync(carried.detached().wrap(later)))
              .join();
        });
    scope.close();

    String path = " /apis/apps/v1/namespaces/{namespace}/deployments/{name}";
    assertThat(span("GET" + path).getParentSpanId())
        .isEqualTo(span("elastic-inference list").getSpanId());
    assertThat(span("POST" + path).getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void signals_areMetricsWithUnitsAndConventionalNames() {
    telemetry.told(new Signal.Retried("oss", "UploadPart", "503"));
    telemetry.told(new Signal.Transferred(Signal.Direction.UPLOAD, BERT, 7, 1, 3));
    telemetry.told(new Signal.BreakerChanged("sls", Signal.BreakerState.OPEN));
    request(call("PATCH", "https://ack/x", 0), 503, null);

    Collection<MetricData> seen = metrics.collectAllMetrics();
    assertThat(seen)
        .filteredOn(metric -> metric.getName().equals("elastic.inference.transfer.bytes"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.getUnit()).isEqualTo("By"))
        .extracting(metric -> metric.getLongSumData().getPoints().iterator().next())
        .satisfies(point -> assertThat(point.getValue()).isEqualTo(7))
        .satisfies(
            point ->
                assertThat(point.getAttributes())
                    .isEqualTo(
                        Attributes.builder()
                            .put("elastic.inference.direction", "upload")
                            .put("elastic.inference.service", "bert")
                            .put("k8s.namespace.name", "nlp")
                            .build()));
    assertThat(seen)
        .filteredOn(metric -> metric.getName().equals("elastic.inference.breaker.state"))
        .singleElement()
        .satisfies(
            metric ->
                assertThat(metric.getDoubleGaugeData().getPoints())
                    .extracting(
                        point ->
                            point
                                    .getAttributes()
                                    .get(AttributeKey.stringKey("elastic.inference.state"))
                                + "="
                                + point.getValue())
                    .containsExactlyInAnyOrder("closed=0.0", "half_open=0.0", "open=1.0"));
    assertThat(seen)
        .filteredOn(metric -> metric.getName().equals("elastic.inference.api.call.duration"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.getUnit()).isEqualTo("s"))
        .extracting(metric -> metric.getHistogramData().getPoints().iterator().next())
        .satisfies(
            point ->
                assertThat(
                        point
                            .getAttributes()
                            .get(AttributeKey.longKey("http.response.status_code")))
                    .isEqualTo(503))
        .satisfies(point -> assertThat(point.getAttributes().get(ERROR_TYPE)).isEqualTo("503"));
    assertThat(seen)
        .extracting(MetricData::getName)
        .contains("elastic.inference.api.retries", "elastic.inference.transfer.throughput");
  }
}
