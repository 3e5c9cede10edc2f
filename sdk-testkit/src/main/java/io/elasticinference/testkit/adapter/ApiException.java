package io.elasticinference.testkit.adapter;

import com.google.gson.JsonObject;

/** An error that is answered as a Kubernetes {@code Status} object. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  private ApiException(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, "NotFound", message);
  }

  static ApiException methodNotAllowed(String method) {
    return new ApiException(
        405, "MethodNotAllowed", "the server does not allow this method: " + method);
  }

  static ApiException internal(String message) {
    return new ApiException(500, "InternalError", message);
  }

  static ApiException internal(String message, Throwable cause) {
    ApiException error = internal(message);
    error.initCause(cause);
    return error;
  }

  int code() {
    return code;
  }

  JsonObject status() {
    return status(code, reason, String.valueOf(getMessage()));
  }

  static JsonObject status(int code, String reason, String message) {
    JsonObject status = new JsonObject();
    status.addProperty("kind", "Status");
    status.addProperty("apiVersion", "v1");
    status.add("metadata", new JsonObject());
    status.addProperty("status", "Failure");
    status.addProperty("message", message);
    status.addProperty("reason", reason);
    status.addProperty("code", code);
    return status;
  }
}
