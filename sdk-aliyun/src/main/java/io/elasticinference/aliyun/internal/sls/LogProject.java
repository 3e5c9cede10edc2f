package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.Autoscale;
import io.elasticinference.spi.Environment;
import java.util.Optional;

/** Which log project the ingress of a cluster writes to. */
final class LogProject {

  private LogProject() {}

  /** The one that was named, else the one that ACK makes for the cluster; empty where neither. */
  static Optional<String> of(Autoscale autoscale, Environment environment) {
    return autoscale
        .project()
        .or(() -> environment.get(Environment.ACK_CLUSTER_ID).map(id -> "k8s-log-" + id));
  }
}
