package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ConflictException;
import io.elasticinference.Exposure;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.ObjectRef;
import io.elasticinference.Violation;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.ServiceNames;
import java.util.List;

/**
 * Looks whether another version has the ingress that a canary is to take its share of. Without one
 * the controller answers 404, and where this version has it itself, the deployment would take it
 * away.
 */
public final class CanaryCheck {

  private final ApiServer server;

  public CanaryCheck(ApiServer server) {
    this.server = server;
  }

  /** Looks at both ingresses of the service. */
  public void check(ServiceNames names, Exposure exposure) {
    Reply main = server.sendIfThere(get(names, names.ingress()));
    if (main == null) {
      throw refused("service without an ingress");
    }
    String version = Tree.label(main.body(), Labels.SERVING_VERSION);
    if (version.equals(names.version())) {
      throw refused("version " + version + ", which has the whole ingress");
    }
    if (Tree.maps(main.body(), "spec", "rules").stream()
        .noneMatch(rule -> Tree.text(rule, "host").equals(exposure.host()))) {
      throw refused("host " + exposure.host() + ", which ingress " + names.ingress() + " has not");
    }
    Reply canary = server.sendIfThere(get(names, names.canaryIngress()));
    if (canary != null && !Tree.label(canary.body(), Labels.PART_OF).equals(names.name())) {
      throw new ConflictException(
          ref(names, names.canaryIngress())
              + ": of somebody else (expected: free, or of service '"
              + names.name()
              + "').",
          "Delete it, or give it another name.",
          false,
          null);
    }
  }

  private static InvalidSpecException refused(String observed) {
    return new InvalidSpecException(
        List.of(
            new Violation(
                "ingress.canary",
                observed,
                "another version behind the same host, deployed without canary(..) before")));
  }

  private static ApiRequest get(ServiceNames names, String ingress) {
    return ApiRequest.get(ref(names, ingress));
  }

  private static ObjectRef ref(ServiceNames names, String ingress) {
    return Resource.INGRESS.ref(names.namespace(), ingress);
  }
}
