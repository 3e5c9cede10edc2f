package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Problem;
import io.elasticinference.ServiceStatus;
import io.elasticinference.testkit.controlplane.ControlPlaneException;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.KubeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Writes down what there is to see in a namespace, for whoever asks why a test has failed. */
final class NamespaceReport {

  private static final int EVENTS = 15;
  private static final int LOG_LINES = 20;
  private static final String PODS = "pods";

  private final KubeClient kube;
  private final InferenceClient client;
  private final String namespace;
  private final RecentRequests requests;

  NamespaceReport(
      KubeClient kube, InferenceClient client, String namespace, RecentRequests requests) {
    this.kube = kube.withPatience(Duration.ZERO);
    this.client = client;
    this.namespace = namespace;
    this.requests = requests;
  }

  String text() {
    StringBuilder text = new StringBuilder("Namespace ").append(namespace).append('\n');
    section(text, "requests through the ingress, the last ones", requests::lines);
    if (!answers(text)) {
      return text.toString();
    }
    section(text, "services", this::services);
    section(text, PODS, this::pods);
    section(text, "events, the last " + EVENTS, this::events);
    section(text, "logs, the last " + LOG_LINES + " lines of each container", this::logs);
    return text.toString();
  }

  /** Where the API server is away, each of the questions would be asked for a minute. */
  private boolean answers(StringBuilder text) {
    try {
      kube.text("/livez");
      return true;
    } catch (ControlPlaneException | KubeException e) {
      text.append("  the API server does not answer: ").append(e.getMessage()).append('\n');
      return false;
    }
  }

  private static void section(StringBuilder text, String title, Supplier<List<String>> lines) {
    List<String> found;
    try {
      found = lines.get();
    } catch (RuntimeException e) {
      // Whatever could not be read, the rest may still explain the failure.
      found = List.of("(cannot be read: " + e.getMessage() + ")");
    }
    text.append("  ").append(title).append(found.isEmpty() ? ": none\n" : ":\n");
    found.forEach(line -> text.append("    ").append(line).append('\n'));
  }

  private List<String> services() {
    List<String> lines = new ArrayList<>();
    for (InferenceService service : client.list(namespace)) {
      ServiceStatus status = service.status();
      lines.add(
          String.format(
              "%s-%s: %d/%d ready",
              service.name(), service.version(), status.readyReplicas(), status.desiredReplicas()));
      for (Problem problem : status.problems()) {
        lines.add("  " + problem);
      }
      if (status.scaling().isPresent()) {
        var why = service.autoscaling().explain();
        lines.add("  " + why.sentence() + (why.hint().isEmpty() ? "" : " " + why.hint()));
      }
    }
    return lines;
  }

  private List<String> pods() {
    return list(PODS).stream()
        .map(
            pod -> {
              List<JsonObject> containers = Json.objects(pod, "status", "containerStatuses");
              long ready =
                  containers.stream().filter(one -> Json.text(one, "ready").equals("true")).count();
              int restarts =
                  containers.stream().mapToInt(one -> Json.number(one, 0, "restartCount")).sum();
              return String.format(
                  "%s: %s, %d/%d containers ready, %d restarts, on %s%s",
                  name(pod),
                  Json.text(pod, "status", "phase"),
                  ready,
                  containers.size(),
                  restarts,
                  Json.text(pod, "spec", "nodeName").isEmpty()
                      ? "no node"
                      : Json.text(pod, "spec", "nodeName"),
                  waiting(containers));
            })
        .toList();
  }

  private static String waiting(List<JsonObject> containers) {
    StringBuilder text = new StringBuilder();
    for (JsonObject container : containers) {
      String reason = Json.text(container, "state", "waiting", "reason");
      if (!reason.isEmpty()) {
        text.append(", waiting: ").append(reason);
      }
    }
    return text.toString();
  }

  private List<String> events() {
    List<JsonObject> all = new ArrayList<>(list("events"));
    all.sort(Comparator.comparing(NamespaceReport::time));
    return all.subList(Math.max(0, all.size() - EVENTS), all.size()).stream()
        .map(
            event ->
                time(event)
                    + "  "
                    + Json.text(event, "type")
                    + "  "
                    + Json.text(event, "involvedObject", "kind")
                    + "/"
                    + Json.text(event, "involvedObject", "name")
                    + "  "
                    + Json.text(event, "reason")
                    + ": "
                    + Json.text(event, "message"))
        .toList();
  }

  /** Old and new events tell their time in different fields. */
  private static String time(JsonObject event) {
    for (String field : List.of("lastTimestamp", "eventTime", "firstTimestamp")) {
      String time = Json.text(event, field);
      if (!time.isEmpty()) {
        return time;
      }
    }
    return Json.text(event, "metadata", "creationTimestamp");
  }

  private List<String> logs() {
    List<String> lines = new ArrayList<>();
    for (JsonObject pod : list(PODS)) {
      for (JsonObject status : Json.objects(pod, "status", "containerStatuses")) {
        String container = Json.text(status, "name");
        lines.add(name(pod) + " " + container);
        if (hasStarted(status)) {
          log(name(pod), container, Json.number(status, 0, "restartCount") > 0)
              .lines()
              .forEach(line -> lines.add("  " + line));
        } else {
          lines.add("  (has not started)");
        }
      }
    }
    return lines;
  }

  private static boolean hasStarted(JsonObject container) {
    return Json.number(container, 0, "restartCount") > 0
        || Json.at(container, "state", "waiting").isEmpty();
  }

  /** What a container that has just started again said before tells more. */
  private String log(String pod, String container, boolean restarted) {
    String now = log(pod, container, "");
    return restarted && now.isBlank() ? log(pod, container, "&previous=true") : now;
  }

  private String log(String pod, String container, String which) {
    return kube.text(
        path(PODS) + "/" + pod + "/log?container=" + container + "&tailLines=" + LOG_LINES + which);
  }

  private List<JsonObject> list(String kind) {
    return Json.objects(kube.get(path(kind)), "items");
  }

  private String path(String kind) {
    return "/api/v1/namespaces/" + namespace + "/" + kind;
  }

  private static String name(JsonObject object) {
    return Json.text(object, "metadata", "name");
  }
}
