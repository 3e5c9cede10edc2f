package io.elasticinference.telemetry;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.internal.telemetry.MicrometerListener;
import io.elasticinference.internal.telemetry.OptionalLibrary;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts and times what a client does in a Micrometer registry: calls, stages, requests, retries,
 * circuit breakers, transfers and stress tests. {@code docs/observability.md} lists the names,
 * units and tags. Needs {@code io.micrometer:micrometer-core}, which this SDK does not bring.
 *
 * <pre>{@code
 * InferenceClient client =
 *     InferenceClient.builder().telemetry(MicrometerTelemetry.of(registry)).build();
 * }</pre>
 */
public final class MicrometerTelemetry {

  private MicrometerTelemetry() {}

  /**
   * Counts in a registry. Several clients may share one: their numbers add up.
   *
   * @param registry where to
   * @return to be set on a client
   */
  public static Telemetry of(MeterRegistry registry) {
    return new MicrometerListener(registry);
  }

  /**
   * Counts in Micrometer's global registry, {@code Metrics.globalRegistry}.
   *
   * @return to be set on a client
   * @throws ElasticInferenceException where Micrometer is not on the class path
   */
  public static Telemetry global() {
    // A lambda and no method reference: what names the listener's class is linked when it runs.
    return OptionalLibrary.MICROMETER.telemetry(() -> MicrometerListener.global());
  }
}
