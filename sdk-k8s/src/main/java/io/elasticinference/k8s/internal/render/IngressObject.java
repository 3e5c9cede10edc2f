package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.Exposure;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Ingress. It names the port by its number: the access log then calls the route {@code
 * {namespace}-{service}-{number}}, which is what the metric's selector says.
 *
 * <p>The model server knows its own paths only, so a prefix is taken off by the controller, by the
 * annotations of ingress-nginx (docs/examples/rewrite).
 */
public final class IngressObject {

  /** Annotation: the path as the user gave it, since a rewritten one is a regular expression. */
  public static final String PATH = "elasticinference.io/path";

  /** Annotation: keeps each client at one pod (ingress-nginx, docs/examples/affinity/cookie). */
  public static final String AFFINITY = "nginx.ingress.kubernetes.io/affinity";

  /** How a client is known again. */
  public static final String COOKIE = "cookie";

  /** Annotations: a share of another ingress's requests (ingress-nginx, docs, canary). */
  public static final String CANARY = "nginx.ingress.kubernetes.io/canary";

  public static final String CANARY_WEIGHT = "nginx.ingress.kubernetes.io/canary-weight";

  private static final String ROOT = "/";
  private static final String NGINX = "nginx";

  private IngressObject() {}

  static boolean needsRewrite(Exposure exposure) {
    return !exposure.path().equals(ROOT);
  }

  static boolean isNginx(Exposure exposure) {
    return exposure.ingressClass().contains(NGINX);
  }

  /** A canary has an ingress of its own beside that of the version that it shares with. */
  static String name(ServiceNames names, Exposure exposure) {
    return exposure.canary().isPresent() ? names.canaryIngress() : names.ingress();
  }

  /** The share that a live ingress gives to a canary; null where it is none. */
  public static @Nullable Integer canaryShare(Map<String, Object> ingress) {
    String weight = Tree.annotation(ingress, CANARY_WEIGHT);
    if (!Tree.annotation(ingress, CANARY).equals("true")) {
      return null;
    }
    return weight.matches("[0-9]{1,3}") ? Integer.parseInt(weight) : 0;
  }

  static Manifest ingress(ResolvedService service, Exposure exposure) {
    ServiceNames names = service.names();
    Map<String, Object> annotations = map(PATH, exposure.path());
    if (exposure.sticky()) {
      annotations.put(AFFINITY, COOKIE);
    }
    exposure
        .canary()
        .ifPresent(
            percent -> {
              annotations.put(CANARY, "true");
              annotations.put(CANARY_WEIGHT, Integer.toString(percent));
            });
    String path = exposure.path();
    if (needsRewrite(exposure)) {
      annotations.put("nginx.ingress.kubernetes.io/use-regex", "true");
      annotations.put("nginx.ingress.kubernetes.io/rewrite-target", "/$2");
      path = path.replace(".", "\\.") + "(/|$)(.*)";
    }
    return new Body(
            Resource.INGRESS, names.namespace(), name(names, exposure), Labels.version(names))
        .annotate(annotations)
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
                        map("paths", List.of(rule(path, names)))))))
        .manifest();
  }

  private static Map<String, Object> rule(String path, ServiceNames names) {
    return map(
        "path",
        path,
        "pathType",
        "ImplementationSpecific",
        "backend",
        map(
            "service",
            map("name", names.workload(), "port", map("number", ServiceNames.HTTP_PORT))));
  }
}
