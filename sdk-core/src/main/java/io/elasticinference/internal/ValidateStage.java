package io.elasticinference.internal;

import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.InferenceSpec;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.Violation;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds all that is wrong with a specification, by its own rules and by each port's. Sends nothing.
 */
final class ValidateStage {

  private final Ports ports;

  ValidateStage(Ports ports) {
    this.ports = ports;
  }

  /** Answers the local model to upload, if any, or throws all violations at once. */
  Optional<LocalModel> run(InferenceSpec spec, ServiceNames names) {
    List<Violation> violations = new ArrayList<>();
    Optional<LocalModel> local = check(spec, names, violations);
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(violations);
    }
    return local;
  }

  /** All that is wrong, for those who only ask. */
  List<Violation> violations(InferenceSpec spec, ServiceNames names) {
    List<Violation> violations = new ArrayList<>();
    Optional<LocalModel> unused = check(spec, names, violations);
    return violations;
  }

  private Optional<LocalModel> check(
      InferenceSpec spec, ServiceNames names, List<Violation> violations) {
    model(spec.model(), violations);
    spec.model()
        .location()
        .ifPresent(location -> violations.addAll(ports.modelStore().validate(location)));
    RuntimeRules.check(spec, violations);
    if (spec.image().isBlank() && (spec.runtimeGiven() != null || !isCustom(spec))) {
      violations.add(new Violation("image", "''", "a container image"));
    }
    replicas(spec, violations);
    spec.exposure().ifPresent(exposure -> exposure(spec, exposure, violations));
    violations.addAll(ports.renderer().validate(spec, names));
    violations.addAll(ports.placement().validate(spec));
    spec.autoscale()
        .ifPresent(
            autoscale -> {
              AutoscaleRules.check(spec, autoscale, violations);
              violations.addAll(ports.trafficMetrics().validate(autoscale, Pipeline.route(spec)));
            });
    return local(spec.model(), violations);
  }

  static void model(Model model, List<Violation> violations) {
    // The name stands in URLs, in a path of the mount and in the server's configuration.
    if (!model.name().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      violations.add(
          new Violation(
              "model.name",
              "'" + model.name() + "'",
              "letters, digits, '.', '_' and '-', beginning with a letter or digit"));
    }
    if (model.location().isEmpty()) {
      violations.add(
          new Violation(
              "model.location",
              "none",
              model.directory().isPresent()
                  ? "upload(…).to(\"oss://…\")"
                  : "from(\"oss://…\") or upload(…).to(\"oss://…\")"));
    }
    if (model.version().isPresent() && model.version().getAsLong() <= 0) {
      violations.add(
          new Violation("model.version", Long.toString(model.version().getAsLong()), "> 0"));
    }
  }

  static Optional<LocalModel> local(Model model, List<Violation> violations) {
    if (model.directory().isEmpty()) {
      return Optional.empty();
    }
    LocalModel.Found found = LocalModel.look(model, model.directory().get());
    violations.addAll(found.violations());
    return found.model();
  }

  /** Of a custom model without a runtime the missing image needs no word of its own. */
  private static boolean isCustom(InferenceSpec spec) {
    return spec.model().framework() == Framework.CUSTOM;
  }

  private static void replicas(InferenceSpec spec, List<Violation> violations) {
    if (spec.autoscale().isEmpty() && spec.replicas() < 1) {
      violations.add(new Violation("replicas", Integer.toString(spec.replicas()), ">= 1"));
    }
  }

  private static void exposure(InferenceSpec spec, Exposure exposure, List<Violation> violations) {
    if (!exposure.path().startsWith("/")) {
      violations.add(
          new Violation("ingress.path", "'" + exposure.path() + "'", "a path that begins with /"));
    }
    exposure.canary().ifPresent(percent -> canary(spec, exposure, percent, violations));
  }

  private static void canary(
      InferenceSpec spec, Exposure exposure, int percent, List<Violation> violations) {
    if (percent < 0 || percent > 100) {
      violations.add(new Violation("ingress.canary", percent + " %", "0 to 100"));
    }
    if (exposure.sticky()) {
      violations.add(
          new Violation("ingress.sticky", "true for a canary", "false, its main version decides"));
    }
    spec.autoscale()
        .ifPresent(
            autoscale ->
                violations.add(
                    new Violation(
                        "autoscale",
                        autoscale + " for a canary",
                        "none: the ingress logs its requests under the main version's name; say"
                            + " replicas(..) until it gets the whole ingress")));
  }
}
