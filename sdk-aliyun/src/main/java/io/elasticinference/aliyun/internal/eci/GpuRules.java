package io.elasticinference.aliyun.internal.eci;

import io.elasticinference.Burst;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a specification may say about GPUs and instance types. */
final class GpuRules {

  /** How many types {@code k8s.aliyun.com/eci-use-specs} takes. */
  private static final int MOST_SPECS = 5;

  private GpuRules() {}

  static List<Violation> check(InferenceSpec spec) {
    List<Violation> violations = new ArrayList<>();
    List<String> specs = spec.gpuSpecs();
    if (specs.size() > MOST_SPECS) {
      violations.add(
          new Violation(
              "gpuSpec",
              specs.size() + " instance types",
              "at most " + MOST_SPECS + ", which are tried in order"));
    }
    if (!specs.isEmpty() && spec.burst() == Burst.NONE) {
      violations.add(
          new Violation(
              "burst",
              "NONE with gpuSpec " + String.join(", ", specs),
              "ECI or ECI_ONLY, since cluster nodes do not heed gpuSpec;"
                  + " for GPUs of cluster nodes say gpus(1) and no gpuSpec"));
    }
    Set<String> seen = new HashSet<>();
    for (String name : specs) {
      if (!GpuSpecs.wellFormed(name)) {
        violations.add(
            new Violation("gpuSpec", quoted(name), "an instance type like ecs.gn6i-c4g1.xlarge"));
      } else if (!seen.add(name)) {
        violations.add(new Violation("gpuSpec", name + " twice", "each instance type once"));
      }
    }
    checkCount(spec, violations);
    return violations;
  }

  private static void checkCount(InferenceSpec spec, List<Violation> violations) {
    if (spec.gpusGiven() == null) {
      checkCountsAgree(spec.gpuSpecs(), violations);
      return;
    }
    int given = spec.gpusGiven();
    if (given < 0) {
      violations.add(new Violation("gpus", Integer.toString(given), ">= 0"));
      return;
    }
    for (String name : spec.gpuSpecs()) {
      GpuSpecs.gpus(name)
          .ifPresent(
              has -> {
                if (given > has) {
                  violations.add(
                      new Violation(
                          "gpus", Integer.toString(given), "<= " + has + ", as " + name + " has"));
                } else if (given == 0) {
                  violations.add(
                      new Violation(
                          "gpus", "0", ">= 1, since " + name + " has GPUs; or leave gpus out"));
                }
              });
    }
  }

  /** Without a number from the caller the types must say it, and all the same. */
  private static void checkCountsAgree(List<String> specs, List<Violation> violations) {
    Set<Integer> counts = new TreeSet<>();
    for (String name : specs) {
      GpuSpecs.gpus(name)
          .ifPresentOrElse(
              counts::add,
              () -> {
                if (GpuSpecs.wellFormed(name)) {
                  violations.add(
                      new Violation(
                          "gpuSpec",
                          name + ", whose GPUs are not known",
                          "a known GPU type, or gpus(n) beside it that says how many GPUs a"
                              + " replica asks for"));
                }
              });
    }
    if (counts.size() > 1) {
      violations.add(
          new Violation(
              "gpuSpec",
              String.join(", ", specs) + " with " + counts + " GPUs",
              "instance types with the same number of GPUs, or gpus(n) beside them"));
    }
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
