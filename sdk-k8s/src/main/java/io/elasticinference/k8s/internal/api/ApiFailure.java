package io.elasticinference.k8s.internal.api;

import io.elasticinference.telemetry.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that failed, as the API server or the network said it. Stays inside this module: {@link
 * Failures} makes of it what users see.
 */
public final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The code of a request that no answer came to. */
  public static final int NO_ANSWER = 0;

  private final transient ApiRequest request;
  private final transient Map<String, Object> status;
  private final int code;
  private final transient @Nullable Duration retryAfter;
  private final boolean passing;

  private ApiFailure(
      ApiRequest request,
      int code,
      Map<String, Object> status,
      String message,
      @Nullable Duration retryAfter,
      boolean passing,
      @Nullable Throwable cause) {
    super(message, cause);
    this.request = request;
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.passing = passing;
  }

  /** An answer that says no. */
  static ApiFailure answered(
      ApiRequest request, int code, Map<String, Object> status, @Nullable Duration retryAfter) {
    String said = Tree.textIfAny(status, "message").orElse("HTTP " + code);
    // A plain conflict is a lost race between two writers; one of fields never passes by itself.
    boolean lostRace = code == 409 && fieldConflicts(status).isEmpty();
    boolean passing = code == 429 || code >= 500 || lostRace;
    return new ApiFailure(request, code, status, said, retryAfter, passing, null);
  }

  /** No answer, or none that could be read to its end. */
  static ApiFailure unanswered(ApiRequest request, IOException cause, boolean passing) {
    String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new ApiFailure(request, NO_ANSWER, Map.of(), said, null, passing, cause);
  }

  public ApiRequest request() {
    return request;
  }

  /** The HTTP status, or {@link #NO_ANSWER}. */
  public int code() {
    return code;
  }

  /** The API server's own word, for example {@code Forbidden}. */
  public String reason() {
    return Tree.text(status, "reason");
  }

  /** What exactly is wrong, each with its field and reason. */
  public List<Map<String, Object>> causes() {
    return Tree.maps(status, "details", "causes");
  }

  /** The fields that other managers own. */
  public List<Map<String, Object>> fieldConflicts() {
    return fieldConflicts(status);
  }

  /** The name of the object that the answer is about; empty where it is about none. */
  String detailsName() {
    return Tree.text(status, "details", "name");
  }

  /** The kind, in plural, that the answer is about. */
  public String detailsKind() {
    return Tree.text(status, "details", "kind");
  }

  /** What is told before the same request is sent again. */
  public Signal retried() {
    return new Signal.Retried(ApiTrail.API, request.kindOfWork(), shortReason());
  }

  /** Why it failed, in one of few words: the HTTP status, or the class of the network's failure. */
  private String shortReason() {
    Throwable cause = getCause();
    return code == NO_ANSWER && cause != null
        ? cause.getClass().getSimpleName()
        : Integer.toString(code);
  }

  /** How long the server wants to be left alone; null where it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the same request may succeed in a moment. */
  public boolean passing() {
    return passing;
  }

  public boolean notFound() {
    return code == 404;
  }

  /** Whether the resource version asked for is too old to watch from. */
  public boolean expired() {
    return code == 410;
  }

  /** Whether who asks is unknown or lacks a right. */
  public boolean refused() {
    return code == 401 || code == 403;
  }

  /** Says the same about something that the server ended a watch with. */
  public static ApiFailure inWatch(ApiRequest request, Map<String, Object> status) {
    int code = Tree.number(status, "code");
    return answered(request, code == 0 ? 500 : code, status, null);
  }

  private static List<Map<String, Object>> fieldConflicts(Map<String, Object> status) {
    return Tree.maps(status, "details", "causes").stream()
        .filter(cause -> Tree.text(cause, "reason").equals("FieldManagerConflict"))
        .toList();
  }
}
