package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries requests again that failed for a reason that passes: timeouts, resets, 5xx, 429, and bytes
 * that were bent on their way. Never what the server refuses (4xx), but for a token that expired,
 * and then once. All requests of an upload share a budget of retries.
 */
final class OssRetry {

  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** So many of an upload's requests may fail at once, and each again and again. */
  private static final int RETRIES_PER_THREAD = 10;

  private static final Duration LONGEST_ASKED_PAUSE = Duration.ofSeconds(60);

  /** The client's names for a network that failed under it. */
  private static final Set<String> NETWORK =
      Set.of(
          "ConnectionTimeout", "SocketTimeout", "SocketException", "ConnectionRefused", "Unknown");

  private final Retry retry;
  private final RetryBudget budget;
  private final CredentialsChain credentials;
  private final OssTrail trail;

  /**
   * Makes one.
   *
   * @param stopped whether nobody waits for the result any more
   * @param credentials those that the requests are signed with
   * @param endpoint where the requests go
   */
  OssRetry(
      UploadTuning tuning,
      BooleanSupplier stopped,
      CredentialsChain credentials,
      OssEndpoint endpoint) {
    this.credentials = credentials;
    this.trail = new OssTrail(endpoint);
    this.budget = new RetryBudget(RETRIES_PER_THREAD * tuning.concurrency());
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
                .retryOnException(
                    failure -> !stopped.getAsBoolean() && passes(failure) && budget.take())
                .build());
  }

  /** Sends a request, and again where that helps. */
  <T> T call(OssCall call, Supplier<T> request) {
    return attempts(call, resend -> trail.follow(call, resend, request));
  }

  void run(OssCall call, Runnable request) {
    call(
        call,
        () -> {
          request.run();
          return true;
        });
  }

  /**
   * Tries what may send a request or go on with the answer of an earlier one.
   *
   * @param attempt is given how often it was tried before
   */
  <T> T attempts(OssCall call, IntFunction<T> attempt) {
    Tries<T> tries = new Tries<>(call, attempt);
    T result = retry.executeSupplier(tries::next);
    budget.give();
    return result;
  }

  OssTrail trail() {
    return trail;
  }

  /** The tries of one request; for one thread. */
  private final class Tries<T> {
    private final OssCall call;
    private final IntFunction<T> attempt;
    private int made;
    private @Nullable RuntimeException failure;

    Tries(OssCall call, IntFunction<T> attempt) {
      this.call = call;
      this.attempt = attempt;
    }

    /** Each request is signed with what the chain gives then, so the second one with new ones. */
    T next() {
      Credentials used = credentials.get();
      try {
        return send();
      } catch (OSSException e) {
        if (!OssErrors.expired(e) || !credentials.renew(used)) {
          throw e;
        }
        return send();
      }
    }

    private T send() {
      if (failure != null) {
        trail.again(call, failure);
      }
      try {
        return attempt.apply(made++);
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
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
