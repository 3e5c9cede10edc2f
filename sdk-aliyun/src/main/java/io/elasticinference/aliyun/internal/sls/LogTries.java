package io.elasticinference.aliyun.internal.sls;

import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.response.GetLogsResponse;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The tries of one question to a log, told to whoever hears of them; for one thread. */
final class LogTries {

  /** What SLS is called in telemetry. */
  static final String API = "sls";

  private static final String OPERATION = "GetLogs";
  private static final String TEMPLATE = "/logstores/{logstore}/logs";
  private static final int OK = 200;

  /** Sends the question once. */
  interface Sending {
    GetLogsResponse send() throws LogException;
  }

  private final SlsEndpoint endpoint;
  private final LogQuery query;
  private final Sending sending;
  private int made;
  private String reason = "incomplete";

  LogTries(SlsEndpoint endpoint, LogQuery query, Sending sending) {
    this.endpoint = endpoint;
    this.query = query;
    this.sending = sending;
  }

  /** Tries once more. */
  GetLogsResponse next() throws LogException {
    Observed observed = Observed.current();
    if (made > 0) {
      observed.told(new Signal.Retried(API, OPERATION, reason));
      reason = "incomplete";
    }
    Telemetry.Ongoing ongoing =
        observed.heard() ? observed.began(work(observed)) : Telemetry.Ongoing.NOTHING;
    made++;
    try {
      GetLogsResponse answer = sending.send();
      ongoing.answered(OK);
      ongoing.ended(null);
      return answer;
    } catch (LogException e) {
      ended(ongoing, e);
      throw e;
    } catch (RuntimeException e) {
      ongoing.ended(e);
      throw e;
    }
  }

  private void ended(Telemetry.Ongoing ongoing, LogException failure) {
    int status = failure.getHttpCode();
    if (status > 0) {
      reason = Integer.toString(status);
      ongoing.answered(status);
      ongoing.ended(status == OK ? failure : null);
    } else {
      Throwable cause = network(failure);
      reason = cause.getClass().getSimpleName();
      ongoing.ended(cause);
    }
  }

  /** The client wraps what the network did, more than once. */
  private static Throwable network(LogException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return cause;
      }
    }
    return failure;
  }

  private Work.ApiCall work(Observed observed) {
    URI server = URI.create(endpoint.url());
    return new Work.ApiCall(
        API,
        OPERATION,
        "POST",
        URI.create(
            server.getScheme()
                + "://"
                + query.project()
                + "."
                + server.getAuthority()
                + "/logstores/"
                + query.logstore()
                + "/logs"),
        TEMPLATE,
        made,
        observed.subject());
  }
}
