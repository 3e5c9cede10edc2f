package io.elasticinference.telemetry;

import io.elasticinference.event.Stage;
import java.net.URI;
import java.util.Locale;

/**
 * A piece of work that begins and ends on one thread. Pieces nest: a call of the client's holds
 * stages, and these hold requests to the cloud.
 */
public sealed interface Work {

  /**
   * Whom it is for.
   *
   * @return the namespace and service, as far as they are known
   */
  Subject subject();

  /**
   * A name that has few values: neither an object's name nor a number.
   *
   * @return for example {@code deploy}, {@code apply}, {@code patch deployments}
   */
  String name();

  /**
   * A call of one of the client's methods.
   *
   * @param name the method, for example {@code deploy}, {@code await_ready}, {@code models.upload}
   * @param subject whom it is for
   */
  record Operation(String name, Subject subject) implements Work {}

  /**
   * A stage of the pipeline.
   *
   * @param stage which stage
   * @param subject whom it is for
   */
  record StageRun(Stage stage, Subject subject) implements Work {
    @Override
    public String name() {
      return stage.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One HTTP request, of which a retry is another one. Its end is the end of the answer, but for
   * answers that are streamed (a watch, a log, a download), where it is the answer's head.
   *
   * @param api who is asked: {@code kubernetes}, {@code oss}, {@code sls} or {@code ack}
   * @param name what is asked, for example {@code patch deployments} or {@code PutObject}
   * @param method the HTTP method, in capitals
   * @param url the absolute URL, without credentials, signatures and bodies
   * @param template the path with its variable parts in braces, so that it has few values
   * @param resend 0 for the first try, 1 for the first retry, and so on
   * @param subject whom it is for
   */
  record ApiCall(
      String api, String name, String method, URI url, String template, int resend, Subject subject)
      implements Work {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /**
     * Whether an answer means that the request failed. That something is not there is an answer to
     * the question for it, and no failure.
     *
     * @param status the HTTP status
     * @return true from 400 on, but for 404 to {@code GET} and {@code HEAD}
     */
    public boolean failedBy(int status) {
      boolean question = method.equals("GET") || method.equals("HEAD");
      return status >= BAD_REQUEST && !(status == NOT_FOUND && question);
    }
  }
}
