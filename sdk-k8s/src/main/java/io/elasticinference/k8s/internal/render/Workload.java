package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Deployment. An update never takes a replica away before its successor answers. */
final class Workload {

  /** The name of the model's volume in the pod. */
  static final String MODEL = "model";

  /** The name of the server's configuration in the pod. */
  static final String MODEL_CONFIG = "model-config";

  private Workload() {}

  static Manifest deployment(ResolvedService service) {
    ServiceNames names = service.names();
    Map<String, Object> spec = map();
    // An autoscaled Deployment's replicas are the autoscaler's; a field that is applied is owned.
    if (!service.scales()) {
      spec.put("replicas", service.spec().replicas());
    }
    spec.put("selector", map("matchLabels", Labels.selector(names)));
    spec.put(
        "strategy",
        map("type", "RollingUpdate", "rollingUpdate", map("maxSurge", "25%", "maxUnavailable", 0)));
    spec.put("template", template(service));
    return new Body(Resource.DEPLOYMENT, names.namespace(), names.workload(), Labels.version(names))
        .annotate(Labels.model(service))
        .annotate(Labels.requestPath(service))
        .annotate(map(Labels.PARTS, Labels.parts(service)))
        .put("spec", spec)
        .manifest();
  }

  private static Map<String, Object> template(ResolvedService service) {
    ServiceNames names = service.names();
    PodPlacement placement = service.placement();
    Map<String, Object> labels = map();
    labels.putAll(new TreeMap<>(placement.labels()));
    labels.putAll(Labels.version(names));
    Map<String, Object> annotations = map();
    annotations.putAll(new TreeMap<>(placement.annotations()));
    annotations.putAll(Labels.model(service));
    List<Object> volumes = new ArrayList<>();
    volumes.add(map("name", MODEL, "persistentVolumeClaim", map("claimName", names.modelClaim())));
    if (ModelConfig.isNeeded(service)) {
      annotations.put(Labels.CONFIG_CHECKSUM, ModelConfig.checksum(service));
      volumes.add(map("name", MODEL_CONFIG, "configMap", map("name", names.modelConfig())));
    }
    return map(
        "metadata",
        map("labels", labels, "annotations", annotations),
        "spec",
        map("containers", List.of(ServerContainer.of(service)), "volumes", volumes));
  }
}
