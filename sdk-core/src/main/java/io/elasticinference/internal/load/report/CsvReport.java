package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import java.time.Duration;

/** One line a second, as CSV (RFC 4180 without need for quotes). */
public final class CsvReport {
  private CsvReport() {}

  /**
   * The seconds of a report.
   *
   * @param report any
   * @return a header line and one line a second
   */
  public static String text(LoadReport report) {
    StringBuilder out =
        new StringBuilder(
            "second,time,offered,sent,ok,failed,dropped,late,in_flight,p50_ms,p90_ms,p99_ms,max_ms"
                + "\r\n");
    for (LoadSample s : report.samples()) {
      out.append(s.second()).append(',').append(s.time());
      for (long count :
          new long[] {
            s.offered(), s.sent(), s.ok(), s.failed(), s.dropped(), s.late(), s.inFlight()
          }) {
        out.append(',').append(count);
      }
      for (Duration latency : new Duration[] {s.p50(), s.p90(), s.p99(), s.max()}) {
        out.append(',').append(Numbers.plain(Numbers.millis(latency), 3));
      }
      out.append("\r\n");
    }
    return out.toString();
  }
}
