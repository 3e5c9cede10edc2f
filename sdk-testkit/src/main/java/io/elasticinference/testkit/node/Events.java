package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.KubeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events about one pod; the same one again only counts. */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final KubeClient client;
  private final Pod pod;
  private final Map<String, Integer> counts = new HashMap<>();

  Events(KubeClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  void normal(String source, String reason, String message) {
    write("Normal", source, reason, message);
  }

  void warning(String source, String reason, String message) {
    write("Warning", source, reason, message);
  }

  private void write(String type, String source, String reason, String message) {
    String name = String.format("%s.%08x%08x", pod.name(), reason.hashCode(), message.hashCode());
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    int count = counts.merge(name, 1, Integer::sum);
    String path = "/api/v1/namespaces/" + pod.namespace() + "/events";
    try {
      if (count > 1) {
        client.patch(
            path + "/" + name, KubeClient.MERGE, Json.object("count", count, "lastTimestamp", now));
      } else {
        client.create(path, event(name, type, source, reason, message, now));
      }
    } catch (KubeException e) {
      // The namespace is going, or an earlier try has made it: no event is worth more.
      LOG.debug("event {} of pod {}/{}: {}", reason, pod.namespace(), pod.name(), e.getMessage());
    }
  }

  private JsonObject event(
      String name, String type, String source, String reason, String message, String now) {
    return Json.object(
        "apiVersion",
        "v1",
        "kind",
        "Event",
        "metadata",
        Json.object("name", name, "namespace", pod.namespace()),
        "involvedObject",
        Json.object(
            "apiVersion", "v1",
            "kind", "Pod",
            "namespace", pod.namespace(),
            "name", pod.name(),
            "uid", pod.uid()),
        "type",
        type,
        "reason",
        reason,
        "message",
        message,
        "source",
        Json.object("component", source, "host", pod.node()),
        "count",
        1,
        "firstTimestamp",
        now,
        "lastTimestamp",
        now);
  }
}
