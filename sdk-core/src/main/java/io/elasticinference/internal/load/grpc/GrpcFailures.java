package io.elasticinference.internal.load.grpc;

import io.elasticinference.load.FailureKind;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in the SDK's words what the library's own statuses mean, where no server sent one. */
final class GrpcFailures {
  private GrpcFailures() {}

  static FailureKind kind(Status status, boolean sent) {
    if (has(status.getCause(), SSLException.class)) {
      return FailureKind.TLS;
    }
    String text = text(status).toLowerCase(Locale.ROOT);
    if (!sent) {
      return text.contains("refused")
          ? FailureKind.CONNECT_REFUSED
          : text.contains("timed out") ? FailureKind.CONNECT_TIMEOUT : unsent(status);
    }
    // A reply that is no gRPC becomes one of many codes, by the status that it had as HTTP.
    if (text.contains("http status code") && !text.contains("http status code 200")) {
      return FailureKind.STATUS;
    }
    if (text.contains("reset") || text.contains("rst_stream")) {
      return FailureKind.RESET;
    }
    return status.getCode() == Status.Code.UNAVAILABLE ? FailureKind.CLOSED : FailureKind.MALFORMED;
  }

  private static FailureKind unsent(Status status) {
    return has(status.getCause(), ConnectException.class)
            || !has(status.getCause(), IOException.class)
        ? FailureKind.CONNECT_FAILED
        : FailureKind.CLOSED;
  }

  private static boolean has(@Nullable Throwable thrown, Class<?> kind) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** For example {@code gRPC NOT_FOUND (5): Servable not found}, and what was below it. */
  static String text(Status status) {
    StringBuilder text = new StringBuilder("gRPC " + status.getCode());
    text.append(" (").append(status.getCode().value()).append(')');
    if (status.getDescription() != null) {
      text.append(": ").append(status.getDescription().strip());
    }
    Throwable cause = status.getCause();
    if (cause != null) {
      text.append(": ").append(cause.getMessage() == null ? cause : cause.getMessage());
    }
    return text.toString().replaceAll("\\s+", " ");
  }
}
