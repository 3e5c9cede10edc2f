package io.elasticinference.k8s.internal.job;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pod of a job, as the API server shows it.
 *
 * @param body the object
 */
record PodView(Map<String, Object> body) {
  /** The annotation that Kubernetes gives the pods of an Indexed Job. */
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private static final String STATE = "state";

  String name() {
    return Tree.name(body);
  }

  ObjectRef ref() {
    return Tree.ref(Resource.POD, body);
  }

  /** The pod's number; -1 for one that is not of an Indexed Job. */
  int index() {
    String index = Tree.annotation(body, INDEX);
    return index.matches("\\d{1,9}") ? Integer.parseInt(index) : -1;
  }

  /** Whether there is a log, or was one. */
  boolean hasRun() {
    return Tree.at(container(), STATE, "running") != null || hasEnded();
  }

  boolean hasEnded() {
    return Tree.at(container(), STATE, "terminated") != null
        || Tree.text(body, "status", "phase").equals("Failed")
        || Tree.text(body, "status", "phase").equals("Succeeded");
  }

  /** How it failed; empty where it did not. */
  Optional<String> failure() {
    Map<String, Object> ended = Tree.map(container(), STATE, "terminated");
    String why = Tree.text(body, "status", "reason");
    String message = Tree.text(body, "status", "message");
    if (!why.isEmpty()) {
      return Optional.of(why + (message.isEmpty() ? "" : ": " + message));
    }
    int code = Tree.number(ended, "exitCode");
    if (code == 0) {
      return ended.isEmpty() ? Optional.of("it did not run") : Optional.empty();
    }
    String reason = Tree.text(ended, "reason");
    boolean tells = !reason.isEmpty() && !reason.equals("Error");
    return Optional.of("exit code " + code + (tells ? " (" + reason + ")" : ""));
  }

  /** What a pod that does not run yet waits for. */
  String waitsFor() {
    String reason = Tree.text(container(), STATE, "waiting", "reason");
    String message = Tree.text(container(), STATE, "waiting", "message");
    if (reason.isEmpty()) {
      Map<String, Object> scheduled = Tree.condition(body, "PodScheduled");
      reason = Tree.text(scheduled, "reason");
      message = Tree.text(scheduled, "message");
    }
    if (reason.isEmpty()) {
      return "pending";
    }
    return message.isEmpty() ? reason : reason + ": " + message;
  }

  private Map<String, Object> container() {
    List<Map<String, Object>> statuses = Tree.maps(body, "status", "containerStatuses");
    return statuses.isEmpty() ? Map.of() : statuses.get(0);
  }
}
