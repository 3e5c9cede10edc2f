package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.MetricsUnavailableException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets at most 15 analyses of a project run at a time, which is what SLS takes (SLS: limits on
 * query and analysis); the others wait for their turn. All clients of the process share the gates,
 * since SLS counts them together too; what other processes ask, nobody here knows, so a refusal for
 * too many is tried again.
 */
final class AnalysisGate {

  static final int PERMITS = 15;

  private static final Map<String, AnalysisGate> GATES = new ConcurrentHashMap<>();

  private final Semaphore permits = new Semaphore(PERMITS, true);

  private AnalysisGate() {}

  /** The gate of a project, whose name is unique in its region. */
  static AnalysisGate of(SlsEndpoint endpoint, String project) {
    String proxy = endpoint.proxy() == null ? "" : endpoint.proxy().toString();
    return GATES.computeIfAbsent(
        endpoint.url() + " " + proxy + " " + project, key -> new AnalysisGate());
  }

  /**
   * Asks when it is this question's turn.
   *
   * @throws MetricsUnavailableException where the thread is interrupted while it waits
   */
  <T> T pass(Callable<T> question) throws Exception {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw SlsErrors.interrupted(e);
    }
    try {
      return question.call();
    } finally {
      permits.release();
    }
  }
}
