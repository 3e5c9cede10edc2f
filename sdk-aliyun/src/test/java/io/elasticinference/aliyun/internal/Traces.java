package io.elasticinference.aliyun.internal;

import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What OpenTelemetry is told of a test's work. */
public final class Traces {

  /** Whom the work is for. */
  public static final Subject BERT = new Subject("default", "bert");

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Observed observed;

  public Traces() {
    observed =
        Observed.of(
            OpenTelemetryTelemetry.of(
                OpenTelemetrySdk.builder()
                    .setTracerProvider(
                        SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                            .build())
                    .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                    .build()),
            BERT);
  }

  /** Does work as a part of an operation {@code test}. */
  public <T> T during(Supplier<T> work) {
    Telemetry.Scope scope = observed.open();
    try {
      return observed.follow(new Work.Operation("test", BERT), work);
    } finally {
      scope.close();
    }
  }

  /** All spans that have ended. */
  public List<SpanData> spans() {
    return exporter.getFinishedSpanItems();
  }

  /** The span of the operation {@code test}. */
  public SpanData operation() {
    return spans().stream()
        .filter(span -> span.getName().equals("elastic-inference test"))
        .findFirst()
        .orElseThrow();
  }

  /** Of each request: its name, how often it was sent before, its status and its error. */
  public List<String> requests() {
    return spans().stream()
        .filter(span -> text(span.getAttributes(), "elastic.inference.api") != null)
        .map(
            span ->
                span.getName()
                    + " | "
                    + text(span.getAttributes(), "elastic.inference.api.operation")
                    + " | "
                    + number(span.getAttributes(), "http.request.resend_count")
                    + " | "
                    + number(span.getAttributes(), "http.response.status_code")
                    + " | "
                    + text(span.getAttributes(), "error.type"))
        .toList();
  }

  /** Of each value of a metric: what it is told apart by, and the value. */
  public List<String> metric(String name) {
    return reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals("elastic.inference." + name))
        .flatMap(metric -> metric.getData().getPoints().stream())
        .map(point -> told(point.getAttributes()) + "=" + value(point))
        .sorted()
        .toList();
  }

  private static String told(Attributes attributes) {
    return String.join(
        " ", attributes.asMap().values().stream().map(String::valueOf).sorted().toList());
  }

  private static String value(PointData point) {
    if (point instanceof io.opentelemetry.sdk.metrics.data.LongPointData counted) {
      return Long.toString(counted.getValue());
    }
    return point instanceof io.opentelemetry.sdk.metrics.data.DoublePointData shown
        ? Double.toString(shown.getValue())
        : point.toString();
  }

  private static @Nullable String text(Attributes attributes, String key) {
    return attributes.get(AttributeKey.stringKey(key));
  }

  private static @Nullable Long number(Attributes attributes, String key) {
    return attributes.get(AttributeKey.longKey(key));
  }
}
