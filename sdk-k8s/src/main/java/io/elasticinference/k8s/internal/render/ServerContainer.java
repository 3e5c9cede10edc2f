package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.ServingRuntime;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.ServingPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The container of the model server. The entry point of TensorFlow Serving's image is a shell
 * script; the server is started without it, by a list of arguments.
 */
final class ServerContainer {

  private static final String SERVER = "/usr/bin/tensorflow_model_server";
  private static final String CONFIG_FOLDER = "/etc/tensorflow-serving";
  private static final int PROBE_SECONDS = 5;
  private static final int PROBE_TIMEOUT_SECONDS = 3;

  private ServerContainer() {}

  static Map<String, Object> of(ResolvedService service) {
    Map<String, Object> container =
        map("name", service.names().framework().servingName(), "image", service.spec().image());
    service
        .spec()
        .runtime()
        .ifPresentOrElse(
            runtime -> custom(service, runtime, container), () -> tensorflow(container));
    probe(service, container);
    if (!service.placement().limits().isEmpty()) {
      Map<String, Object> limits = map();
      new TreeMap<>(service.placement().limits())
          .forEach((resource, count) -> limits.put(resource, count.toString()));
      container.put("resources", map("limits", limits));
    }
    List<Object> mounts = new ArrayList<>();
    mounts.add(mount(Workload.MODEL, service.volume().mountPath()));
    if (ModelConfig.isNeeded(service)) {
      mounts.add(mount(Workload.MODEL_CONFIG, CONFIG_FOLDER));
    }
    container.put("volumeMounts", mounts);
    return container;
  }

  private static void tensorflow(Map<String, Object> container) {
    container.put("command", List.of(SERVER));
    container.put(
        "args",
        List.of(
            "--port=" + ServiceNames.GRPC_PORT,
            "--rest_api_port=" + ServiceNames.HTTP_PORT,
            "--model_config_file=" + CONFIG_FOLDER + "/" + ModelConfig.FILE));
    container.put(
        "ports",
        List.of(
            port(Ports.GRPC, ServiceNames.GRPC_PORT), port(Ports.HTTP, ServiceNames.HTTP_PORT)));
  }

  private static void custom(
      ResolvedService service, ServingRuntime runtime, Map<String, Object> container) {
    // An empty list would own the field, and start nothing.
    if (!runtime.command().isEmpty()) {
      container.put("command", runtime.command());
    }
    if (!runtime.arguments().isEmpty()) {
      container.put("args", runtime.arguments());
    }
    Map<String, String> variables = new TreeMap<>(runtime.variables());
    variables.put("MODEL_NAME", service.spec().model().name());
    variables.put("MODEL_PATH", service.volume().mountPath() + "/" + service.modelVersion());
    List<Object> env = new ArrayList<>();
    variables.forEach((name, value) -> env.add(map("name", name, "value", value)));
    container.put("env", env);
    container.put("ports", List.of(port(Ports.HTTP, runtime.port())));
  }

  private static void probe(ResolvedService service, Map<String, Object> container) {
    int port = service.spec().runtime().map(ServingRuntime::port).orElse(ServiceNames.HTTP_PORT);
    container.put(
        "readinessProbe",
        map(
            "httpGet",
            map("path", ServingPaths.of(service.spec()).status(), "port", port),
            "periodSeconds",
            PROBE_SECONDS,
            "timeoutSeconds",
            PROBE_TIMEOUT_SECONDS));
  }

  private static Map<String, Object> port(String name, int number) {
    return map("name", name, "containerPort", number, "protocol", "TCP");
  }

  private static Map<String, Object> mount(String volume, String path) {
    return map("name", volume, "mountPath", path, "readOnly", true);
  }
}
