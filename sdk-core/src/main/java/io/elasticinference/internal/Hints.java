package io.elasticinference.internal;

import io.elasticinference.Problem;

/** What to do about each kind of problem. */
public final class Hints {

  private Hints() {}

  /**
   * What to do about a problem.
   *
   * @param problem what keeps a service from being ready
   * @return one sentence
   */
  public static String forProblem(Problem problem) {
    return switch (problem.kind()) {
      case IMAGE ->
          "Check the image's name and tag, and that the cluster may pull it; set another with image(…).";
      case CRASH_LOOP -> "Read the last words, mend the model or image, and deploy() again.";
      case NOT_READY -> "Look whether the model loads: kubectl logs shows what the server says.";
      case OUT_OF_STOCK ->
          "Add a fallback: gpuSpec(\"ecs.gn6i-c4g1.xlarge\", \"ecs.gn6i-c8g1.2xlarge\").";
      case UNSCHEDULABLE -> "Choose a smaller gpuSpec(…), allow burst(ECI_ONLY), or add nodes.";
      case VOLUME ->
          "Look at the claim and its volume; delete() the service and deploy() it again to make both anew.";
      case QUOTA -> "Raise the namespace's quota, or ask for fewer or smaller replicas.";
      case FORBIDDEN -> "Ask the cluster's administrator which policy forbids these pods.";
      case OTHER -> "Look at the object with kubectl describe.";
    };
  }
}
