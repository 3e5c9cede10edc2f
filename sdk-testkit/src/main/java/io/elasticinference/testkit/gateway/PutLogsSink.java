package io.elasticinference.testkit.gateway;

import com.aliyun.openservices.log.common.Logs;
import io.elasticinference.testkit.sls.internal.client.SlsClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    Logs.LogGroup.Builder group =
        Logs.LogGroup.newBuilder().setTopic("nginx-ingress").setSource("127.0.0.1");
    for (AccessLogRow row : rows) {
      Logs.Log.Builder log = group.addLogsBuilder();
      log.setTime((int) row.time().getEpochSecond());
      for (Map.Entry<String, String> field : row.fields().entrySet()) {
        log.addContentsBuilder().setKey(field.getKey()).setValue(field.getValue());
      }
    }
    sls.putLogs(project, logstore, group.build().toByteArray());
  }
}
