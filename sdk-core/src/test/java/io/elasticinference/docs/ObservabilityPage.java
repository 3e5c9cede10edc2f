package io.elasticinference.docs;

import io.elasticinference.InferenceClient;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;

/** The Java of docs/observability.md, as it stands there; compared by {@link PagesTest}. */
final class ObservabilityPage {

  private ObservabilityPage() {}

  static InferenceClient measured(MeterRegistry registry) {
    InferenceClient client =
        InferenceClient.builder().telemetry(MicrometerTelemetry.of(registry)).build();
    return client;
  }

  static InferenceClient traced(OpenTelemetry openTelemetry) {
    InferenceClient client =
        InferenceClient.builder().telemetry(OpenTelemetryTelemetry.of(openTelemetry)).build();
    return client;
  }

  static InferenceClient both() {
    InferenceClient client =
        InferenceClient.builder()
            .telemetry(
                MicrometerTelemetry.global(), // Micrometer's global registry
                OpenTelemetryTelemetry.global()) // GlobalOpenTelemetry
            .build();
    return client;
  }

  static Telemetry slowStages() {
    Telemetry slowStages =
        work -> {
          long begin = System.nanoTime();
          return failure -> {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            if (work instanceof Work.StageRun && took.toSeconds() >= 10) {
              System.out.println("Stage " + work.name() + " took " + took.toSeconds() + " s");
            }
          };
        };
    return slowStages;
  }
}
