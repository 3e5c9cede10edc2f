package io.elasticinference.aliyun.internal.sls;

import com.alibaba.fastjson.JSONException;
import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.LogContent;
import com.aliyun.openservices.log.common.QueriedLog;
import com.aliyun.openservices.log.exception.LogException;
import com.aliyun.openservices.log.request.GetLogsRequest;
import com.aliyun.openservices.log.response.GetLogsResponse;
import io.elasticinference.MetricsUnavailableException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Asks a log store, and again where the answer is not complete yet or the failure passes; a bounded
 * number of times, since a query over too many lines is never done.
 */
final class LogReader {

  /** What the metrics adapter does with an incomplete answer. */
  private static final int ATTEMPTS = 5;

  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What the client asks for beside the SQL, where SLS looks at the SQL's own limit alone. */
  private static final int LINES = 100;

  /** Without a limit of its own SQL is answered with 100 rows. */
  private static final int PAGE = 10_000;

  /** More rows than SLS gives in all. */
  private static final int MOST_ROWS = 1_000_000;

  private final Client client;
  private final SlsEndpoint endpoint;
  private final Retry retry;
  private final LogBreaker breaker;

  LogReader(Client client, SlsEndpoint endpoint, LogBreaker breaker, Duration firstPause) {
    this.client = client;
    this.endpoint = endpoint;
    this.breaker = breaker;
    this.retry =
        Retry.of(
            "sls",
            RetryConfig.<GetLogsResponse>custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        firstPause, GROWTH, JITTER, LONGEST_PAUSE))
                .retryOnException(SlsErrors::passes)
                .retryOnResult(answer -> !answer.IsCompleted())
                .build());
  }

  /**
   * Asks for all rows of a query that has an order and no limit, page by page.
   *
   * @return the rows, each by its columns' names; none where the log has none
   * @throws MetricsUnavailableException where there is no complete answer
   */
  List<Map<String, String>> allRows(LogQuery query) {
    List<Map<String, String>> all = new ArrayList<>();
    while (all.size() < MOST_ROWS) {
      List<Map<String, String>> page =
          rows(query.withText(query.text() + " limit " + all.size() + ", " + PAGE));
      all.addAll(page);
      if (page.size() < PAGE) {
        break;
      }
    }
    return all;
  }

  /**
   * Asks.
   *
   * @return the rows, each by its columns' names; none where the log has none
   * @throws MetricsUnavailableException where there is no complete answer
   */
  List<Map<String, String>> rows(LogQuery query) {
    AnalysisGate gate = AnalysisGate.of(endpoint, query.project());
    LogTries tries = new LogTries(endpoint, query, () -> ask(query));
    GetLogsResponse answer;
    try {
      // The gate is inside: whoever pauses before the next try lets others pass.
      answer = retry.executeCallable(() -> breaker.pass(() -> gate.pass(tries::next)));
    } catch (LogException e) {
      throw SlsErrors.translate(query, endpoint, e);
    } catch (CallNotPermittedException e) {
      throw SlsErrors.notAsked(query, e);
    } catch (CancellationException e) {
      throw SlsErrors.interrupted(e); // in a pause between two tries
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (!answer.IsCompleted()) {
      throw SlsErrors.incomplete(query, ATTEMPTS);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (QueriedLog log : answer.getLogs()) {
      Map<String, String> row = new HashMap<>();
      for (LogContent content : log.GetLogItem().GetLogContents()) {
        row.put(content.GetKey(), content.GetValue());
      }
      rows.add(row);
    }
    return rows;
  }

  /** An answer that is no JSON at all ends the client with its parser's exception. */
  private GetLogsResponse ask(LogQuery query) throws LogException {
    try {
      return client.GetLogs(request(query));
    } catch (JSONException | NullPointerException e) {
      throw new LogException(SlsErrors.BAD_RESPONSE, "The answer cannot be read.", e, "");
    }
  }

  private static GetLogsRequest request(LogQuery query) {
    return new GetLogsRequest(
        query.project(),
        query.logstore(),
        Math.toIntExact(query.from()),
        Math.toIntExact(query.to()),
        "",
        query.text(),
        0,
        LINES,
        false);
  }
}
