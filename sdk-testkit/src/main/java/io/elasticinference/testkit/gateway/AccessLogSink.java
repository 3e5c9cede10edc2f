package io.elasticinference.testkit.gateway;

import java.io.IOException;
import java.util.List;

/** Where the access log goes. Called by one thread at a time. */
@FunctionalInterface
public interface AccessLogSink {

  /**
   * Writes rows.
   *
   * @param rows the rows, one or more
   * @throws IOException if they were not written; they are offered again
   * @throws InterruptedException if the thread is interrupted
   */
  void write(List<AccessLogRow> rows) throws IOException, InterruptedException;
}
