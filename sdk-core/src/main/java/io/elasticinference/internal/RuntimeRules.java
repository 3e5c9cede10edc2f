package io.elasticinference.internal;

import io.elasticinference.Framework;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.ServingRuntime;
import io.elasticinference.Violation;
import java.util.List;

/** What the description of a model server of the user's own must keep to. */
final class RuntimeRules {

  private static final int LAST_PORT = 65535;

  private RuntimeRules() {}

  static void check(InferenceSpec spec, List<Violation> violations) {
    boolean custom = spec.model().framework() == Framework.CUSTOM;
    ServingRuntime runtime = spec.runtimeGiven();
    if (!custom) {
      if (runtime != null) {
        violations.add(
            new Violation("runtime", runtime.toString(), "none, or a model by Model.custom(..)"));
      }
      return;
    }
    version(spec.model(), violations);
    if (runtime == null) {
      violations.add(
          new Violation(
              "runtime", "none", "runtime(ServingRuntime.of(\"image\", port)) for a custom model"));
      return;
    }
    if (runtime.port() < 1 || runtime.port() > LAST_PORT) {
      violations.add(
          new Violation("runtime.port", Integer.toString(runtime.port()), "1 to " + LAST_PORT));
    }
    path("runtime.readyAt", runtime.readyPath(), violations);
    path("runtime.requestsAt", runtime.requestPath(), violations);
    for (String name : runtime.variables().keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        violations.add(
            new Violation(
                "runtime.variable", "'" + name + "'", "letters, digits and '_', no digit first"));
      }
    }
  }

  /** A server that is told a folder finds no newest version in it by itself. */
  private static void version(Model model, List<Violation> violations) {
    if (model.version().isEmpty() && model.directory().isEmpty()) {
      violations.add(new Violation("model.version", "none", "version(..) for a custom model"));
    }
  }

  private static void path(String name, String path, List<Violation> violations) {
    if (!path.matches("/[!-~]*")) {
      violations.add(new Violation(name, "'" + path + "'", "a path that begins with /"));
    }
  }
}
