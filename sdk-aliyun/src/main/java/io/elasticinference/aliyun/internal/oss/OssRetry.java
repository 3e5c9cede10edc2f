package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tries requests again that failed for a reason that passes: timeouts, resets, 5xx, 429, and bytes
 * that were bent on their way. Never what the server refuses (4xx).
 */
final class OssRetry {

  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(60);

  /** The client's names for a network that failed under it. */
  private static final Set<String> NETWORK =
      Set.of(
          "ConnectionTimeout", "SocketTimeout", "SocketException", "ConnectionRefused", "Unknown");

  private final Retry retry;

  /**
   * Makes one.
   *
   * @param stopped whether nobody waits for the result any more
   */
  OssRetry(UploadTuning tuning, BooleanSupplier stopped) {
    IntervalFunction backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            tuning.firstPause(), GROWTH, JITTER, LONGEST_PAUSE);
    this.retry =
        Retry.of(
            "oss",
            RetryConfig.custom()
                .maxAttempts(tuning.attempts())
                .intervalBiFunction(
                    (attempt, result) ->
                        Math.max(
                            backoff.apply(attempt),
                            result.isLeft() ? askedPause(result.getLeft()) : 0))
                .retryOnException(failure -> !stopped.getAsBoolean() && passes(failure))
                .build());
  }

  <T> T call(Supplier<T> request) {
    return retry.executeSupplier(request);
  }

  void run(Runnable request) {
    retry.executeRunnable(request);
  }

  private static long askedPause(Throwable failure) {
    return HttpAnswer.of(failure)
        .flatMap(HttpAnswer::retryAfter)
        .map(asked -> asked.compareTo(LONGEST_ASKED_PAUSE) > 0 ? LONGEST_ASKED_PAUSE : asked)
        .map(Duration::toMillis)
        .orElse(0L);
  }

  /** Whether the same request may succeed later, unchanged. */
  static boolean passes(Throwable failure) {
    if (failure instanceof InconsistentException || failure instanceof UncheckedIOException) {
      return true;
    }
    Optional<HttpAnswer> answer = HttpAnswer.of(failure);
    if (answer.isPresent() && answer.get().status() >= 300) {
      int status = answer.get().status();
      boolean slow =
          failure instanceof OSSException refusal
              && "RequestTimeout".equals(refusal.getErrorCode());
      return status >= 500 || status == 429 || slow;
    }
    if (failure instanceof OSSException broken && "InvalidResponse".equals(broken.getErrorCode())) {
      return true; // the status was good, and the answer broke off
    }
    return failure instanceof ClientException network && NETWORK.contains(network.getErrorCode());
  }
}
