package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.Json;
import java.util.Map;

/** Objects as the API server answers them, with who owns what. */
final class Bodies {

  static final String CREATED = "2024-05-01T10:00:00Z";
  static final String LATER = "2024-05-01T11:00:00Z";

  /** Our label on an object. */
  static final String OUR_LABEL = "\"app.kubernetes.io/managed-by\":\"elastic-inference\"";

  private Bodies() {}

  /** An object with that resource version and those entries in its managedFields. */
  static String body(String version, String... entries) {
    return labelled(OUR_LABEL, version, entries);
  }

  static String labelled(String labels, String version, String... entries) {
    return "{\"metadata\":{\"name\":\"x\",\"uid\":\"u\",\"resourceVersion\":\""
        + version
        + "\",\"creationTimestamp\":\""
        + CREATED
        + "\",\"labels\":{"
        + labels
        + "},\"managedFields\":["
        + String.join(",", entries)
        + "]}}";
  }

  /** What one manager owns. */
  static String entry(
      String manager, String operation, String time, String subresource, String fields) {
    return "{\"manager\":\""
        + manager
        + "\",\"operation\":\""
        + operation
        + "\",\"time\":\""
        + time
        + "\",\"subresource\":\""
        + subresource
        + "\",\"fieldsV1\":{"
        + fields
        + "}}";
  }

  static String ours(String time) {
    return entry("elastic-inference", "Apply", time, "", "\"f:data\":{}");
  }

  static String theirs(String manager, String operation, String time) {
    return entry(manager, operation, time, "", "\"f:data\":{}");
  }

  static Map<String, Object> read(String body) {
    return Json.read(body);
  }
}
