package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells whoever hears of requests to OSS. */
final class OssTrail {

  private static final int FIRST_REFUSAL = 300;

  private final OssEndpoint endpoint;

  OssTrail(OssEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Sends a request between its beginning and its end.
   *
   * @param resend how often it was sent before
   */
  <T> T follow(OssCall call, int resend, Supplier<T> request) {
    Observed observed = Observed.current();
    if (!observed.heard()) {
      return request.get();
    }
    Telemetry.Ongoing ongoing = observed.began(call.work(endpoint, resend, observed.subject()));
    try {
      T result = request.get();
      ongoing.answered(call.operation().success());
      ongoing.ended(null);
      return result;
    } catch (RuntimeException e) {
      Optional<Integer> status = HttpAnswer.of(e).map(HttpAnswer::status);
      status.ifPresent(ongoing::answered);
      ongoing.ended(status.filter(OssTrail::refused).isPresent() ? null : cause(e));
      throw e;
    }
  }

  /** Tells that a request is about to be sent again. */
  void again(OssCall call, RuntimeException failure) {
    String reason =
        HttpAnswer.of(failure)
            .map(HttpAnswer::status)
            .filter(OssTrail::refused)
            .map(status -> Integer.toString(status))
            .orElseGet(() -> cause(failure).getClass().getSimpleName());
    Observed.current().told(new Signal.Retried(OssCall.API, call.name(), reason));
  }

  private static boolean refused(int status) {
    return status >= FIRST_REFUSAL;
  }

  /** The client wraps what the network did. */
  private static Throwable cause(RuntimeException failure) {
    return failure.getCause() instanceof IOException network ? network : failure;
  }
}
