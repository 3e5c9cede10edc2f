package io.elasticinference.aliyun.internal.sls;

import com.aliyun.openservices.log.exception.LogException;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.spi.Environment;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Turns what SLS or its client says into what a person can act on. */
final class SlsErrors {

  /** The client's word for an answer that it cannot read. */
  static final String BAD_RESPONSE = "BadResponse";

  /** The client's word for a request that got no answer. */
  private static final String NO_ANSWER = "RequestError";

  private static final Pattern TOO_MANY =
      Pattern.compile("exceed|concurren|throttl|toomany", Pattern.CASE_INSENSITIVE);

  private SlsErrors() {}

  /** Whether the same request may succeed later, unchanged. */
  static boolean passes(Throwable failure) {
    if (!(failure instanceof LogException refusal)) {
      return false;
    }
    int status = refusal.getHttpCode();
    if (status >= 400) {
      return status >= 500 || status == 429 || tooMany(refusal);
    }
    // No status: the network failed, or the answer broke off. A bad certificate stays bad.
    return (NO_ANSWER.equals(refusal.getErrorCode()) || BAD_RESPONSE.equals(refusal.getErrorCode()))
        && !untrusted(failure);
  }

  /** Quotas pass: on reads, on queries, and on analyses at a time. SLS has several words for it. */
  private static boolean tooMany(LogException refusal) {
    return TOO_MANY.matcher(String.valueOf(refusal.getErrorCode())).find();
  }

  static MetricsUnavailableException interrupted(Exception e) {
    Thread.currentThread().interrupt();
    return new MetricsUnavailableException(
        "Log: reading it was interrupted (expected: to its end).",
        "Read again if the answer is still wanted.",
        true,
        e);
  }

  private static boolean untrusted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  static MetricsUnavailableException incomplete(LogQuery query, int attempts) {
    return new MetricsUnavailableException(
        "Log store "
            + place(query)
            + ": the answer was not complete after "
            + attempts
            + " tries (expected: a complete one).",
        "Ask for a shorter span; the autoscaler's own query may fail for the same reason.",
        true,
        null);
  }

  /** The circuit breaker is open. */
  static MetricsUnavailableException notAsked(LogQuery query, Exception e) {
    return new MetricsUnavailableException(
        "Log store "
            + place(query)
            + ": not asked, since nearly all of the last questions got no answer (expected:"
            + " answers).",
        "It is asked again after " + LogBreaker.OPEN.toSeconds() + " s.",
        true,
        e);
  }

  static MetricsUnavailableException translate(
      LogQuery query, SlsEndpoint endpoint, LogException e) {
    return new MetricsUnavailableException(
        "Log store " + place(query) + ": " + observed(query, endpoint, e) + ".",
        hint(query, endpoint, e),
        passes(e),
        e);
  }

  private static String observed(LogQuery query, SlsEndpoint endpoint, LogException e) {
    if (untrusted(e)) {
      return "the certificate of "
          + endpoint.url()
          + " is not trusted (expected: one by an authority that this Java knows)";
    }
    String id = e.getRequestId();
    String request = id == null || id.isEmpty() ? "" : ", request " + id;
    return switch (code(e)) {
      case "ProjectNotExist" ->
          "there is no log project '"
              + query.project()
              + "' in "
              + endpoint.region()
              + " (expected: the cluster's)"
              + request;
      case "LogStoreNotExist" ->
          "the log project has no log store '"
              + query.logstore()
              + "' (expected: the ingress's)"
              + request;
      case "IndexConfigNotExist" ->
          "the log store has no index (expected: one with analysis)" + request;
      case "SignatureNotMatch" ->
          "SLS refuses the signature (expected: one made with the secret of this access key id)"
              + request;
      case "InvalidAccessKeyId" ->
          "SLS does not take the access key id (expected: one of an account that may read the log)"
              + request;
      case "Unauthorized" -> "SLS denies access (expected: the right to read it)" + request;
      case NO_ANSWER -> "no answer from " + endpoint.url() + " (expected: SLS there)";
      default ->
          (tooMany(e) ? "there are too many requests at a time: " : "")
              + "SLS answered "
              + code(e)
              + " with HTTP status "
              + e.getHttpCode()
              + " (expected: success)"
              + request;
    };
  }

  private static String hint(LogQuery query, SlsEndpoint endpoint, LogException e) {
    if (untrusted(e)) {
      return "Check who answers there; certificates are always verified.";
    }
    return switch (code(e)) {
      case "ProjectNotExist" ->
          "Name the project with qps(..).project(\"…\"), correct "
              + Environment.ACK_CLUSTER_ID
              + " or "
              + Environment.REGION_ID
              + ", or install the cluster's logging component.";
      case "LogStoreNotExist" ->
          "Name it with qps(..).logstore(\"…\"), or turn the ingress's access log on.";
      case "IndexConfigNotExist" -> "Create the log store's index, with analysis turned on.";
      case "SignatureNotMatch" ->
          "Correct "
              + Environment.ACCESS_KEY_SECRET
              + ", which does not belong to the access key id.";
      case "InvalidAccessKeyId" ->
          "Correct " + Environment.ACCESS_KEY_ID + "; the key may be deleted.";
      case "Unauthorized" ->
          "Allow log:GetLogStoreLogs on acs:log:*:*:project/"
              + query.project()
              + "/logstore/"
              + query.logstore()
              + " for this user.";
      case NO_ANSWER ->
          "Check the network, and "
              + Environment.SLS_ENDPOINT
              + "; requests go to "
              + query.project()
              + "."
              + endpoint.url().replaceFirst("https?://", "")
              + ".";
      default ->
          tooMany(e)
              ? "Ask for less often; SLS takes "
                  + AnalysisGate.PERMITS
                  + " analyses a project at a time, those of the autoscaler and of others among"
                  + " them."
              : "Look the code up in the SLS documentation.";
    };
  }

  /** SLS says "Unauthorized" both to keys that it does not know and to keys that may not. */
  private static String code(LogException e) {
    String code = String.valueOf(e.getErrorCode());
    boolean unknownKey = String.valueOf(e.getMessage()).contains("AccessKeyId");
    return code.equals("Unauthorized") && unknownKey ? "InvalidAccessKeyId" : code;
  }

  private static String place(LogQuery query) {
    return query.project() + "/" + query.logstore();
  }
}
