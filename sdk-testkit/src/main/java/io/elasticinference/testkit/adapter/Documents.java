package io.elasticinference.testkit.adapter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** The JSON documents of {@code external.metrics.k8s.io/v1beta1}. */
final class Documents {

  static final String GROUP = "external.metrics.k8s.io";
  static final String VERSION = "v1beta1";
  private static final String GROUP_VERSION = GROUP + "/" + VERSION;

  private Documents() {}

  static JsonObject groups() {
    JsonArray groups = new JsonArray();
    groups.add(named());
    JsonObject list = typed("APIGroupList", "v1");
    list.add("groups", groups);
    return list;
  }

  static JsonObject group() {
    JsonObject group = typed("APIGroup", "v1");
    named().entrySet().forEach(e -> group.add(e.getKey(), e.getValue()));
    return group;
  }

  private static JsonObject named() {
    JsonArray versions = new JsonArray();
    versions.add(version());
    JsonObject group = new JsonObject();
    group.addProperty("name", GROUP);
    group.add("versions", versions);
    group.add("preferredVersion", version());
    return group;
  }

  private static JsonObject version() {
    JsonObject version = new JsonObject();
    version.addProperty("groupVersion", GROUP_VERSION);
    version.addProperty("version", VERSION);
    return version;
  }

  /** Lists every metric as a resource, as k8s.io/custom-metrics-apiserver does. */
  static JsonObject resources() {
    JsonArray resources = new JsonArray();
    for (IngressMetric metric : IngressMetric.values()) {
      JsonArray verbs = new JsonArray();
      verbs.add("get");
      JsonObject resource = new JsonObject();
      resource.addProperty("name", metric.metricName());
      resource.addProperty("singularName", "");
      resource.addProperty("namespaced", true);
      resource.addProperty("kind", "ExternalMetricValueList");
      resource.add("verbs", verbs);
      resources.add(resource);
    }
    JsonObject list = typed("APIResourceList", "v1");
    list.addProperty("groupVersion", GROUP_VERSION);
    list.add("resources", resources);
    return list;
  }

  static JsonObject values(IngressMetric metric, OptionalLong value, Instant time) {
    JsonArray items = new JsonArray();
    if (value.isPresent()) {
      JsonObject item = new JsonObject();
      item.addProperty("metricName", metric.metricName());
      item.add("metricLabels", new JsonObject());
      item.addProperty("timestamp", time.truncatedTo(ChronoUnit.SECONDS).toString());
      item.addProperty("value", Long.toString(value.getAsLong()));
      items.add(item);
    }
    JsonObject list = typed("ExternalMetricValueList", GROUP_VERSION);
    list.add("metadata", new JsonObject());
    list.add("items", items);
    return list;
  }

  private static JsonObject typed(String kind, String apiVersion) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", kind);
    object.addProperty("apiVersion", apiVersion);
    return object;
  }
}
