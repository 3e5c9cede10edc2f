package io.elasticinference.testkit;

import io.elasticinference.testkit.gateway.AccessLogRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The last requests that went through a gateway, as lines for people. */
final class RecentRequests implements Consumer<List<AccessLogRow>> {

  private static final int KEPT = 10;

  private final Deque<AccessLogRow> rows = new ArrayDeque<>();

  @Override
  public synchronized void accept(List<AccessLogRow> written) {
    for (AccessLogRow row : written) {
      if (rows.size() == KEPT) {
        rows.remove();
      }
      rows.add(row);
    }
  }

  /** One line a request, oldest first. */
  synchronized List<String> lines() {
    return rows.stream().map(RecentRequests::line).toList();
  }

  private static String line(AccessLogRow row) {
    Map<String, String> fields = row.fields();
    String route = fields.getOrDefault("proxy_upstream_name", "");
    return row.time()
        + "  "
        + fields.get("method")
        + " "
        + fields.get("host")
        + fields.get("url")
        + ": "
        + fields.get("status")
        + " after "
        + fields.get("request_time")
        + " s"
        + (route.equals("upstream-default-backend") ? ", no ingress has this host and path" : "");
  }
}
