package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.ResponseMessage;
import com.aliyun.oss.common.comm.RetryStrategy;
import com.aliyun.oss.internal.OSSHeaders;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP status behind an exception of the OSS client, which keeps it to itself. It rides along
 * as a suppressed exception.
 */
final class HttpAnswer extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable Duration retryAfter;
  private final boolean temporary;

  private HttpAnswer(int status, @Nullable Duration retryAfter, boolean temporary) {
    super("HTTP status " + status, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
    this.temporary = temporary;
  }

  /** Finds the status that rides along; empty where the server did not answer at all. */
  static Optional<HttpAnswer> of(Throwable failure) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (suppressed instanceof HttpAnswer answer) {
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  int status() {
    return status;
  }

  /** How long the server asks to wait. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether the request was signed with temporary credentials. */
  boolean temporary() {
    return temporary;
  }

  /** The client asks this before it throws: the one place that shows exception and answer. */
  static RetryStrategy recorder() {
    return new RetryStrategy() {
      @Override
      public boolean shouldRetry(
          Exception failure, RequestMessage request, @Nullable ResponseMessage response, int n) {
        if (response != null) {
          failure.addSuppressed(
              new HttpAnswer(
                  response.getStatusCode(),
                  seconds(response.getHeaders().get("Retry-After")),
                  request.getHeaders().containsKey(OSSHeaders.OSS_SECURITY_TOKEN)));
        }
        return false;
      }
    };
  }

  private static @Nullable Duration seconds(@Nullable String header) {
    return header != null && header.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(header))
        : null;
  }
}
