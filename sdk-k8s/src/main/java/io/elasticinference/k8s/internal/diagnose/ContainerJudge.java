package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what the kubelet says of a pod's containers. The reasons are those of Kubernetes
 * (pkg/kubelet/images, pkg/kubelet/kuberuntime, pkg/kubelet/container).
 */
final class ContainerJudge {

  /** How long the reason for a failed pull may take to arrive, which comes as an event. */
  private static final Duration REASON_COMES = Duration.ofSeconds(10);

  private final Snapshot seen;
  private final Inquiries inquiries;
  private final Findings findings;

  ContainerJudge(Snapshot seen, Inquiries inquiries, Findings findings) {
    this.seen = seen;
    this.inquiries = inquiries;
    this.findings = findings;
  }

  void judge(Map<String, Object> pod) {
    for (String statuses : List.of("initContainerStatuses", "containerStatuses")) {
      for (Map<String, Object> container : Tree.maps(pod, "status", statuses)) {
        judge(pod, container);
      }
    }
  }

  private void judge(Map<String, Object> pod, Map<String, Object> container) {
    String reason = Tree.text(container, "state", "waiting", "reason");
    String message = Tree.text(container, "state", "waiting", "message");
    switch (reason) {
      case "ErrImagePull", "ImagePullBackOff" -> image(pod, container, reason, message);
      case "InvalidImageName", "ErrImageNeverPull" ->
          findings.fatal(Problem.Kind.IMAGE, Resource.POD, pod, reason, message, Findings.AT_ONCE);
      case "CrashLoopBackOff" -> crash(pod, container, reason);
      case "CreateContainerConfigError" ->
          findings.fatal(Problem.Kind.OTHER, Resource.POD, pod, reason, message, Findings.CACHES);
      case "CreateContainerError", "RunContainerError" ->
          findings.passing(Problem.Kind.OTHER, Resource.POD, pod, reason, message);
      default -> {
        if (Tree.at(container, "state", "running") != null && !Tree.isTrue(container, "ready")) {
          notReady(pod);
        }
      }
    }
  }

  private void image(
      Map<String, Object> pod, Map<String, Object> container, String reason, String message) {
    String image = Tree.text(container, "image");
    String why = message;
    for (Map<String, Object> event : seen.eventsOf(pod)) {
      String said = Tree.text(event, "message");
      if (Tree.text(event, "reason").equals("Failed") && said.contains(image)) {
        why = message.contains(said) ? message : said;
      }
    }
    if (Words.imageIsMissing(why) || Words.imageIsMissing(message)) {
      findings.fatal(Problem.Kind.IMAGE, Resource.POD, pod, reason, why, Findings.AT_ONCE);
    } else if (Words.passes(why)) {
      findings.passing(Problem.Kind.IMAGE, Resource.POD, pod, reason, why);
    } else if (reason.equals("ImagePullBackOff")) {
      findings.fatal(Problem.Kind.IMAGE, Resource.POD, pod, reason, why, REASON_COMES);
    } else {
      findings.passing(Problem.Kind.IMAGE, Resource.POD, pod, reason, why);
    }
  }

  private void crash(Map<String, Object> pod, Map<String, Object> container, String reason) {
    Map<String, Object> ended = Tree.map(container, "lastState", "terminated");
    int restarts = Tree.number(container, "restartCount");
    String how = Tree.text(ended, "reason");
    String why =
        "exit code "
            + Tree.number(ended, "exitCode")
            + (how.isEmpty() || how.equals("Error") ? "" : " (" + how + ")")
            + ", "
            + restarts
            + (restarts == 1 ? " restart" : " restarts");
    Optional<List<String>> words = inquiries.lastWords(pod, Tree.text(container, "name"), restarts);
    List<String> lines = words.orElse(List.of());
    String left = Tree.text(ended, "message").strip();
    if (lines.isEmpty() && !left.isEmpty()) {
      lines = left.lines().toList();
    }
    // Without its last words the failure would be told, and the wait for it ended, too early.
    findings.add(Problem.Kind.CRASH_LOOP, Resource.POD, pod, reason, why, lines, words.isPresent());
  }

  private void notReady(Map<String, Object> pod) {
    for (Map<String, Object> event : seen.eventsOf(pod)) {
      if (Tree.text(event, "reason").equals("Unhealthy")) {
        findings.passing(
            Problem.Kind.NOT_READY, Resource.POD, pod, "Unhealthy", Tree.text(event, "message"));
        return;
      }
    }
  }
}
