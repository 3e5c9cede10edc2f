package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadProtocol;
import java.util.List;

/** A reply's status as people know it. */
final class StatusText {
  /** In the order of their numbers (grpc.io, status codes). */
  private static final List<String> GRPC =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private StatusText() {}

  static String of(LoadProtocol protocol, int status) {
    if (protocol == LoadProtocol.HTTP) {
      return "status " + status;
    }
    return "gRPC "
        + (status < GRPC.size() ? GRPC.get(status) + " (" + status + ")" : String.valueOf(status));
  }
}
