package io.elasticinference.testkit.node;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.KubeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of one pod: collects what changes, and writes it when it differs from what was
 * written.
 */
final class PodStatus {
  private static final Logger LOG = LoggerFactory.getLogger(PodStatus.class);

  private record Condition(boolean status, String reason, String message, String since) {}

  private final KubeClient client;
  private final Pod pod;
  private final Map<String, Condition> conditions = new LinkedHashMap<>();
  private final JsonObject fields = new JsonObject();
  private JsonObject written = new JsonObject();

  PodStatus(KubeClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
    fields.addProperty("startTime", now());
    fields.addProperty("hostIP", "127.0.0.1");
    condition("Initialized", true, "", "");
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  void phase(String phase) {
    fields.addProperty("phase", phase);
  }

  void address(String address) {
    fields.addProperty("podIP", address);
    fields.add("podIPs", Json.array(Json.object("ip", address)));
  }

  void failure(String reason, String message) {
    fields.addProperty("reason", reason);
    fields.addProperty("message", message);
  }

  /** Sets a condition; the time of its last transition changes with its status only. */
  void condition(String type, boolean status, String reason, String message) {
    Condition before = conditions.get(type);
    String since = before != null && before.status() == status ? before.since() : now();
    conditions.put(type, new Condition(status, reason, message, since));
  }

  void containers(List<JsonObject> statuses) {
    JsonArray list = new JsonArray();
    statuses.forEach(list::add);
    fields.add("containerStatuses", list);
  }

  /** Writes the status, unless nothing has changed or the pod is gone. */
  void write() {
    JsonArray list = new JsonArray();
    conditions.forEach(
        (type, condition) ->
            list.add(
                Json.object(
                    "type", type,
                    "status", condition.status() ? "True" : "False",
                    "reason", condition.reason(),
                    "message", condition.message(),
                    "lastTransitionTime", condition.since())));
    JsonObject status = fields.deepCopy();
    status.add("conditions", list);
    if (status.equals(written)) {
      return;
    }
    // The uid makes sure that another pod of the same name is left alone.
    JsonObject patch = Json.object("metadata", Json.object("uid", pod.uid()), "status", status);
    try {
      client.patch(pod.path() + "/status", KubeClient.STRATEGIC_MERGE, patch);
      written = status;
    } catch (KubeException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
      LOG.debug("pod {}/{} is gone: {}", pod.namespace(), pod.name(), e.getMessage());
    }
  }
}
