package io.elasticinference.k8s.internal.apply;

import io.elasticinference.Autoscale;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.ServiceNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks before the first write whether anything is in the way. */
public final class Checker {

  private static final Logger LOG = LoggerFactory.getLogger(Checker.class);

  /** Served where a metrics adapter is installed, and readable by everybody. */
  public static final String METRICS_API = "apis/external.metrics.k8s.io/v1beta1";

  private final ApiServer server;
  private final Memory memory;
  private final ToleranceField tolerance;
  private volatile boolean metricsSeen;

  public Checker(ApiServer server, Memory memory) {
    this.server = server;
    this.memory = memory;
    this.tolerance = new ToleranceField(server);
  }

  /** What knows whether this cluster keeps a tolerance. */
  public ToleranceField tolerance() {
    return tolerance;
  }

  /** Looks at the workload; and once a connection for the metrics API, where it is needed. */
  public void check(ServiceNames names, @Nullable Autoscale autoscale) {
    ObjectRef workload = Resource.DEPLOYMENT.ref(names.namespace(), names.workload());
    Reply live = server.sendIfThere(ApiRequest.get(workload));
    if (live != null && !Ownership.ours(live.body())) {
      throw new ForeignObject(workload, Ownership.managers(live.body()), true).explained("");
    }
    memory.rememberWorkload(workload, live == null ? null : live.body());
    if (autoscale != null && !metricsSeen) {
      lookForMetrics();
      metricsSeen = true;
    }
    if (autoscale != null) {
      tolerance.check(names, autoscale);
    }
  }

  private void lookForMetrics() {
    try {
      server.send(ApiRequest.path(METRICS_API));
    } catch (ApiFailure failure) {
      if (failure.notFound()) {
        throw new MetricsUnavailableException(
            server.url()
                + " serves no external.metrics.k8s.io (expected: a metrics adapter, by which the"
                + " service scales).",
            "Install the metrics adapter of the ingress's log (README, \"On a real ACK cluster\"), or"
                + " deploy without autoscale(..).",
            false,
            failure);
      }
      if (failure.code() == ApiFailure.NO_ANSWER) {
        throw failure;
      }
      // Installed, but silent now or closed to us: the autoscaler will ask again, we need not.
      LOG.warn(
          "The metrics adapter is installed and does not answer ({}); the service will not scale"
              + " before it does",
          failure.getMessage());
    }
  }
}
