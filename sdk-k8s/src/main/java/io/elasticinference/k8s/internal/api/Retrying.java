package io.elasticinference.k8s.internal.api;

import io.elasticinference.spi.Observed;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends again what failed for a moment: resets, 429 (as long as the server wants) and 5xx; with
 * growing pauses and jitter, at most {@value #ATTEMPTS} times. The retry library is not loaded
 * before something fails, which keeps a first deploy quick.
 */
final class Retrying {

  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration LONGEST_WISH = Duration.ofSeconds(30);

  private Retrying() {}

  /**
   * Sends.
   *
   * @param attempt sends once; is given how often it was sent before
   */
  static <T> T call(IntFunction<T> attempt) {
    try {
      return attempt.apply(0);
    } catch (ApiFailure failure) {
      if (!failure.passing()) {
        throw failure;
      }
      return Again.call(attempt, failure);
    }
  }

  private static final class Again {
    private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);
    private static final IntervalFunction PAUSES =
        IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, GROWTH, JITTER, LONGEST_PAUSE);

    static <T> T call(IntFunction<T> attempt, ApiFailure first) {
      Retry retry =
          Retry.of(
              first.request().toString(),
              RetryConfig.<T>custom()
                  .maxAttempts(ATTEMPTS)
                  .retryOnException(e -> e instanceof ApiFailure failure && failure.passing())
                  .intervalBiFunction(Again::pause)
                  .build());
      retry.getEventPublisher().onRetry(event -> again(first.request(), event.getLastThrowable()));
      AtomicInteger resends = new AtomicInteger();
      AtomicReference<@Nullable ApiFailure> alreadyFailed = new AtomicReference<>(first);
      return Retry.decorateSupplier(
              retry,
              () -> {
                ApiFailure failed = alreadyFailed.getAndSet(null);
                if (failed != null) {
                  throw failed;
                }
                return attempt.apply(resends.incrementAndGet());
              })
          .get();
    }

    private static void again(ApiRequest request, Throwable failure) {
      LOG.info("{}: {}; trying again", request, String.valueOf(failure.getMessage()));
      if (failure instanceof ApiFailure failed) {
        Observed.current().told(failed.retried());
      }
    }

    private static <T> long pause(int attempt, Either<Throwable, T> outcome) {
      long pause = PAUSES.apply(attempt);
      if (outcome.isLeft()
          && outcome.getLeft() instanceof ApiFailure failure
          && failure.retryAfter() != null) {
        return Math.max(pause, Math.min(failure.retryAfter().toMillis(), LONGEST_WISH.toMillis()));
      }
      return pause;
    }
  }
}
