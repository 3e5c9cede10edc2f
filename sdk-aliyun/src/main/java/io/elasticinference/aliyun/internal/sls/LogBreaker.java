package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Signal.BreakerState;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Stops asking a log that does not answer, so that the live feeds and explanations of many services
 * neither wait for it nor keep it down: after two questions in a row that were tried to the end in
 * vain, the next ones fail at once for a while. Refusals that stay as they are, such as a missing
 * right, are answers and do not count. One a client.
 */
final class LogBreaker {

  /** For how long nothing is asked. */
  static final Duration OPEN = Duration.ofSeconds(10);

  private static final int WINDOW = 20;

  /** The tries of two questions. */
  private static final int LEAST = 10;

  private static final int MOST_FAILED_PERCENT = 80;
  private static final int TRIED_WHEN_HALF_OPEN = 3;

  private final CircuitBreaker breaker;

  LogBreaker() {
    this(OPEN);
  }

  LogBreaker(Duration open) {
    breaker =
        CircuitBreaker.of(
            LogTries.API,
            CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(MOST_FAILED_PERCENT)
                .waitDurationInOpenState(open)
                .permittedNumberOfCallsInHalfOpenState(TRIED_WHEN_HALF_OPEN)
                .recordException(SlsErrors::passes)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> told(event.getStateTransition().getToState()))
        .onCallNotPermitted(event -> tell(new Signal.BreakerRejected(LogTries.API)));
  }

  /**
   * Asks, unless it is open.
   *
   * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException where it is open
   */
  <T> T pass(Callable<T> question) throws Exception {
    return breaker.executeCallable(question);
  }

  private static void told(CircuitBreaker.State state) {
    tell(
        new Signal.BreakerChanged(
            LogTries.API,
            switch (state) {
              case OPEN, FORCED_OPEN -> BreakerState.OPEN;
              case HALF_OPEN -> BreakerState.HALF_OPEN;
              case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
            }));
  }

  /** Its events come on the thread of the question that made them. */
  private static void tell(Signal signal) {
    Observed.current().told(signal);
  }
}
