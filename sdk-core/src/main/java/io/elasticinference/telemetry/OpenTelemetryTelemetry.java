package io.elasticinference.telemetry;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.internal.telemetry.OpenTelemetryListener;
import io.elasticinference.internal.telemetry.OptionalLibrary;
import io.opentelemetry.api.OpenTelemetry;

/**
 * Makes a span of each call of a client, in it one of each stage of the pipeline, and in these one
 * of each request to the cloud; beside them the same numbers as {@link MicrometerTelemetry}, by
 * OpenTelemetry's meters. The span that is current where the client is called is their parent, also
 * where the work goes on on other threads. {@code docs/observability.md} shows the tree and lists
 * all names. Needs {@code io.opentelemetry:opentelemetry-api}, at least 1.38.
 *
 * <pre>{@code
 * InferenceClient client =
 *     InferenceClient.builder().telemetry(OpenTelemetryTelemetry.of(openTelemetry)).build();
 * }</pre>
 *
 * <p>Attributes follow the semantic conventions for HTTP client spans, exceptions and Kubernetes.
 * No span holds a secret: URLs are without credentials and signatures, and of exceptions that are
 * not this SDK's own the type is told and no message.
 */
public final class OpenTelemetryTelemetry {

  private OpenTelemetryTelemetry() {}

  /**
   * Makes spans and counts by an OpenTelemetry instance.
   *
   * @param openTelemetry where to
   * @return to be set on a client
   */
  public static Telemetry of(OpenTelemetry openTelemetry) {
    return new OpenTelemetryListener(openTelemetry);
  }

  /**
   * Makes spans and counts by what the process has registered for all, {@code GlobalOpenTelemetry}.
   *
   * @return to be set on a client
   * @throws ElasticInferenceException where OpenTelemetry is not on the class path
   */
  public static Telemetry global() {
    return OptionalLibrary.OPEN_TELEMETRY.telemetry(() -> OpenTelemetryListener.global());
  }
}
