package io.elasticinference.testkit.gateway;

import io.elasticinference.testkit.sls.internal.client.SlsClient;
import io.elasticinference.testkit.sls.internal.wire.LogGroupWriter;
import java.io.IOException;
import java.util.List;

/** Writes the access log over the log service's own protocol, as the agent on a node does. */
final class PutLogsSink implements AccessLogSink {

  private final SlsClient sls;
  private final String project;
  private final String logstore;

  PutLogsSink(SlsClient sls, String project, String logstore) {
    this.sls = sls;
    this.project = project;
    this.logstore = logstore;
  }

  @Override
  public void write(List<AccessLogRow> rows) throws IOException, InterruptedException {
    LogGroupWriter group = new LogGroupWriter("nginx-ingress", "127.0.0.1");
    for (AccessLogRow row : rows) {
      group.add((int) row.time().getEpochSecond(), row.fields());
    }
    sls.putLogs(project, logstore, group.toBytes());
  }
}
