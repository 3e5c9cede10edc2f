package io.elasticinference.k8s.internal.watch;

import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Checker;
import io.elasticinference.k8s.internal.diagnose.AutoscalerJudge;
import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import io.elasticinference.spi.AutoscalerFacts.MetricsApi;
import io.elasticinference.spi.ServiceNames;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Looks at what scales a version, and at what it is scaled by. */
public final class AutoscalerLook {

  private static final String EVENTS = "involvedObject.kind=HorizontalPodAutoscaler";

  private final ApiServer server;
  private final Workers workers;
  private final WatchHub hub;

  public AutoscalerLook(ApiServer server, Workers workers, WatchHub hub) {
    this.server = server;
    this.workers = workers;
    this.hub = hub;
  }

  /** Gathers the facts of one version. */
  public AutoscalerFacts facts(ServiceNames names) {
    ServiceStatus status = hub.status(names);
    List<List<Map<String, Object>>> lists =
        workers.all(
            List.of(
                () -> list(Resource.EVENT, names, EVENTS),
                () -> list(Resource.AUTOSCALER, names, "")));
    List<Autoscaler> autoscalers =
        lists.get(1).stream()
            .filter(one -> NamespaceView.concerns(names, Resource.AUTOSCALER, one))
            .filter(one -> isOfWorkload(one))
            .map(one -> AutoscalerJudge.read(one, lists.get(0)))
            .sorted(
                Comparator.comparing((Autoscaler one) -> !one.ours())
                    .thenComparing(Autoscaler::name))
            .toList();
    return new AutoscalerFacts(status, autoscalers, metricsApi());
  }

  private static boolean isOfWorkload(Map<String, Object> autoscaler) {
    return Tree.text(autoscaler, "spec", "scaleTargetRef", "kind")
        .equals(Resource.DEPLOYMENT.kind());
  }

  /** Events are a help, and no more: without the right to see them there are none. */
  private List<Map<String, Object>> list(Resource resource, ServiceNames names, String fields) {
    try {
      return Tree.maps(
          server.send(ApiRequest.list(resource, names.namespace(), "", fields)).body(), "items");
    } catch (ApiFailure failure) {
      if (resource == Resource.EVENT && failure.refused()) {
        return List.of();
      }
      throw failure;
    }
  }

  private MetricsApi metricsApi() {
    try {
      server.once(ApiRequest.path(Checker.METRICS_API));
      return MetricsApi.SERVED;
    } catch (ApiFailure failure) {
      if (failure.code() == ApiFailure.NO_ANSWER) {
        throw failure;
      }
      // What we may not see the autoscaler's own controller may.
      return failure.notFound()
          ? MetricsApi.MISSING
          : failure.refused() ? MetricsApi.SERVED : MetricsApi.SILENT;
    }
  }
}
