package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the downward API tells a container of its pod. */
final class FieldPaths {
  private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

  private FieldPaths() {}

  /** Returns the value of a field of a pod; empty where it has none. */
  static String value(Pod pod, String path) {
    Matcher entry = ENTRY.matcher(path);
    if (entry.matches()) {
      return Json.textMap(pod.json(), "metadata", entry.group(1)).getOrDefault(entry.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> pod.name();
      case "metadata.namespace" -> pod.namespace();
      case "metadata.uid" -> pod.uid();
      case "spec.nodeName" -> pod.node();
      default ->
          throw new IllegalArgumentException(
              "fieldPath "
                  + path
                  + ": not played by the local cloud (expected: metadata.name, metadata.namespace,"
                  + " metadata.uid, spec.nodeName, or one label or annotation)");
    };
  }

  /** Returns the environment variables of a container, those from the pod's fields too. */
  static Map<String, String> environment(Pod pod, Pod.Container container) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonObject variable : Json.objects(container.json(), "env")) {
      String path = Json.text(variable, "valueFrom", "fieldRef", "fieldPath");
      variables.put(
          Json.text(variable, "name"),
          path.isEmpty() ? Json.text(variable, "value") : value(pod, path));
    }
    return variables;
  }
}
