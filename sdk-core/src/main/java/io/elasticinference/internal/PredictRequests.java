package io.elasticinference.internal;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Endpoint;
import io.elasticinference.internal.load.PredictSignature;
import io.elasticinference.internal.load.SingleExchange;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes predict requests for a model that answers, from what it says its inputs are. */
public final class PredictRequests {

  /** So many that no cache of the last few answers for the model. */
  private static final int BODIES = 100;

  /**
   * An ingress learns of ready pods a moment after the cluster does, so the first question after
   * {@code awaitReady} may find none; seven seconds in all.
   */
  private static final RetryConfig PATIENCE =
      RetryConfig.custom()
          .maxAttempts(8)
          .intervalFunction(
              IntervalFunction.ofExponentialBackoff(
                  Duration.ofMillis(100), 2, Duration.ofSeconds(2)))
          .retryOnException(e -> e instanceof ElasticInferenceException ours && ours.retryable())
          .build();

  private PredictRequests() {}

  /**
   * Asks a model for its signature.
   *
   * @param endpoint where it answers
   * @return requests that it can answer
   * @throws ElasticInferenceException where it does not say what its inputs are
   */
  public static LoadRequest of(Endpoint endpoint) {
    return ask(endpoint, signature -> signature.request(BODIES));
  }

  /**
   * Asks a model for its signature over HTTP, to call it over gRPC.
   *
   * @param endpoint where it answers
   * @param model its name
   * @return requests that it can answer
   * @throws ElasticInferenceException where it does not say what its inputs are
   */
  public static GrpcRequest grpc(Endpoint endpoint, String model) {
    return ask(endpoint, signature -> signature.grpcRequest(model, BODIES));
  }

  private static <T> T ask(Endpoint endpoint, Function<PredictSignature, T> make) {
    LoadTarget metadata =
        LoadTarget.of(URI.create("http://" + endpoint.address() + endpoint.path() + "/metadata"))
            .hostHeader(endpoint.host());
    return Retry.of("signature", PATIENCE).executeSupplier(() -> ask(metadata, make));
  }

  private static <T> T ask(LoadTarget metadata, Function<PredictSignature, T> make) {
    SingleExchange.Reply reply;
    try {
      reply = SingleExchange.send(metadata, LoadRequest.get());
    } catch (IOException e) {
      throw unknown(metadata, String.valueOf(e.getMessage()), true, e);
    }
    if (reply.status() != 200) {
      throw unknown(metadata, "status " + reply.status(), reply.status() >= 500, null);
    }
    try {
      return make.apply(PredictSignature.of(reply.body()));
    } catch (IllegalArgumentException e) {
      throw unknown(metadata, String.valueOf(e.getMessage()), false, e);
    }
  }

  private static ElasticInferenceException unknown(
      LoadTarget metadata, String observed, boolean retryable, @Nullable Exception cause) {
    return new ElasticInferenceException(
        metadata + ": " + observed + " (expected: the model's signature).",
        retryable
            ? "Wait until the service is ready: awaitReady(…)."
            : "Say what to send: LoadProfile.….request(LoadRequest.post(…)).",
        retryable,
        cause);
  }
}
