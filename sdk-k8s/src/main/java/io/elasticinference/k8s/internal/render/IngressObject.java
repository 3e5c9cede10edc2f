package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.Exposure;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.List;

/**
 * The Ingress. It names the port by its number: the access log then calls the route {@code
 * {namespace}-{service}-{number}}, which is what the metric's selector says.
 */
final class IngressObject {

  private IngressObject() {}

  static Manifest ingress(ResolvedService service, Exposure exposure) {
    ServiceNames names = service.names();
    return new Body(Resource.INGRESS, names.namespace(), names.ingress(), Labels.version(names))
        .put(
            "spec",
            map(
                "ingressClassName",
                exposure.ingressClass(),
                "rules",
                List.of(
                    map(
                        "host",
                        exposure.host(),
                        "http",
                        map(
                            "paths",
                            List.of(
                                map(
                                    "path",
                                    exposure.path(),
                                    "pathType",
                                    "ImplementationSpecific",
                                    "backend",
                                    map(
                                        "service",
                                        map(
                                            "name",
                                            names.workload(),
                                            "port",
                                            map("number", ServiceNames.HTTP_PORT))))))))))
        .manifest();
  }
}
