package io.elasticinference.k8s.internal.apply;

import io.elasticinference.Autoscale;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.ObjectRef;
import io.elasticinference.Violation;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster keeps an autoscaler's tolerance. The field came with Kubernetes 1.33 behind a
 * feature gate, and is on from 1.35: before, it is unknown; without the gate it is dropped in
 * silence. Neither a version nor a schema tells, so a dry run is asked, once a connection.
 */
public final class ToleranceField {

  private static final String NAME = "elastic-inference-tolerance";
  private static final int BAD_REQUEST = 400;
  private static final int INVALID = 422;

  private final ApiServer server;
  private volatile @Nullable Boolean kept;

  public ToleranceField(ApiServer server) {
    this.server = server;
  }

  /** Refuses an autoscale with a tolerance on a cluster that does not keep it. */
  void check(ServiceNames names, Autoscale autoscale) {
    List<Violation> violations = new ArrayList<>();
    autoscale
        .scaleUp()
        .flatMap(ToleranceField::tolerance)
        .ifPresent(share -> violations.add(violation("autoscale.scaleUp.tolerance", share)));
    autoscale
        .scaleDown()
        .flatMap(ToleranceField::tolerance)
        .ifPresent(share -> violations.add(violation("autoscale.scaleDown.tolerance", share)));
    if (!violations.isEmpty() && !isKept(names.namespace())) {
      throw new InvalidSpecException(violations);
    }
  }

  private static Optional<Double> tolerance(ScalingRules rules) {
    return rules.tolerance().isPresent()
        ? Optional.of(rules.tolerance().getAsDouble())
        : Optional.empty();
  }

  private Violation violation(String name, double share) {
    return new Violation(
        name,
        share + " on " + server.url(),
        "no tolerance, since this cluster does not keep one: Kubernetes knows it from 1.33 on,"
            + " without a feature gate from 1.35 on, in autoscaling/v2 only");
  }

  /** Whether the cluster keeps a tolerance. */
  public boolean isKept(String namespace) {
    Boolean known = kept;
    if (known == null) {
      known = ask(namespace);
      kept = known;
    }
    return known;
  }

  private boolean ask(String namespace) {
    ObjectRef probe = Resource.AUTOSCALER.ref(namespace, NAME);
    try {
      Map<String, Object> reply = server.send(ApiRequest.apply(probe, body(probe), true)).body();
      return Tree.at(reply, "spec", "behavior", "scaleUp", "tolerance") != null;
    } catch (ApiFailure failure) {
      // Strict validation refuses fields that it does not know, in one way or the other.
      if (failure.code() == BAD_REQUEST || failure.code() == INVALID) {
        return false;
      }
      throw failure;
    }
  }

  private static Map<String, Object> body(ObjectRef probe) {
    return Map.of(
        "apiVersion",
        probe.apiVersion(),
        "kind",
        probe.kind(),
        "metadata",
        Map.of("name", probe.name()),
        "spec",
        Map.of(
            "scaleTargetRef",
            Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", NAME),
            "maxReplicas",
            1,
            "behavior",
            Map.of("scaleUp", Map.of("tolerance", "0.2"))));
  }
}
