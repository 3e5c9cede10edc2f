package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.PodPlacement;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Deployment. The image's own entry point is a shell script; the server is started without it,
 * by a list of arguments. An update never takes a replica away before its successor answers.
 */
final class Workload {

  private static final String SERVER = "/usr/bin/tensorflow_model_server";
  private static final String CONFIG_FOLDER = "/etc/tensorflow-serving";
  private static final String MODEL = "model";
  private static final String MODEL_CONFIG = "model-config";
  private static final int PROBE_SECONDS = 5;
  private static final int PROBE_TIMEOUT_SECONDS = 3;

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
    annotations.put(Labels.CONFIG_CHECKSUM, ModelConfig.checksum(service));
    return map(
        "metadata",
        map("labels", labels, "annotations", annotations),
        "spec",
        map(
            "containers",
            List.of(container(service)),
            "volumes",
            List.of(
                map("name", MODEL, "persistentVolumeClaim", map("claimName", names.modelClaim())),
                map("name", MODEL_CONFIG, "configMap", map("name", names.modelConfig())))));
  }

  private static Map<String, Object> container(ResolvedService service) {
    ServiceNames names = service.names();
    Map<String, Object> container =
        map(
            "name",
            names.framework().servingName(),
            "image",
            service.spec().image(),
            "command",
            List.of(SERVER),
            "args",
            List.of(
                "--port=" + ServiceNames.GRPC_PORT,
                "--rest_api_port=" + ServiceNames.HTTP_PORT,
                "--model_config_file=" + CONFIG_FOLDER + "/" + ModelConfig.FILE),
            "ports",
            List.of(
                port(Ports.GRPC, ServiceNames.GRPC_PORT), port(Ports.HTTP, ServiceNames.HTTP_PORT)),
            "readinessProbe",
            map(
                "httpGet",
                map(
                    "path",
                    "/v1/models/" + service.spec().model().name(),
                    "port",
                    ServiceNames.HTTP_PORT),
                "periodSeconds",
                PROBE_SECONDS,
                "timeoutSeconds",
                PROBE_TIMEOUT_SECONDS));
    if (!service.placement().limits().isEmpty()) {
      Map<String, Object> limits = map();
      new TreeMap<>(service.placement().limits())
          .forEach((resource, count) -> limits.put(resource, count.toString()));
      container.put("resources", map("limits", limits));
    }
    container.put(
        "volumeMounts",
        List.of(mount(MODEL, service.volume().mountPath()), mount(MODEL_CONFIG, CONFIG_FOLDER)));
    return container;
  }

  private static Map<String, Object> port(String name, int number) {
    return map("name", name, "containerPort", number, "protocol", "TCP");
  }

  private static Map<String, Object> mount(String volume, String path) {
    return map("name", volume, "mountPath", path, "readOnly", true);
  }
}
