package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Map;

/** The Service in front of one version's pods; its ports have arena's names. */
final class Ports {

  static final String GRPC = "grpc-serving";
  static final String HTTP = "http-serving";

  private Ports() {}

  static Manifest service(ResolvedService service) {
    ServiceNames names = service.names();
    List<Object> ports =
        service
            .spec()
            .runtime()
            .map(runtime -> List.<Object>of(port(HTTP, ServiceNames.HTTP_PORT, runtime.port())))
            .orElse(
                List.of(
                    port(GRPC, ServiceNames.GRPC_PORT, ServiceNames.GRPC_PORT),
                    port(HTTP, ServiceNames.HTTP_PORT, ServiceNames.HTTP_PORT)));
    return new Body(Resource.SERVICE, names.namespace(), names.workload(), Labels.version(names))
        .put("spec", map("type", "ClusterIP", "ports", ports, "selector", Labels.selector(names)))
        .manifest();
  }

  private static Map<String, Object> port(String name, int number, int target) {
    return map("name", name, "port", number, "protocol", "TCP", "targetPort", target);
  }
}
