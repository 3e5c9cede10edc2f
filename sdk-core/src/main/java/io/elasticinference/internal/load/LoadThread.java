package io.elasticinference.internal.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A daemon whose lines in the log have what those of its maker have. Knows nothing but slf4j: there
 * is no more of the SDK where a worker of a distributed load runs.
 */
public final class LoadThread {
  private LoadThread() {}

  /**
   * Makes one; starts nothing yet.
   *
   * @param work what it does
   * @param name its name
   */
  public static Thread of(Runnable work, String name) {
    Map<String, String> logged = MDC.getCopyOfContextMap();
    Thread thread = new Thread(() -> run(work, logged), name);
    thread.setDaemon(true);
    return thread;
  }

  private static void run(Runnable work, @Nullable Map<String, String> logged) {
    if (logged != null) {
      MDC.setContextMap(logged);
    }
    work.run();
  }
}
