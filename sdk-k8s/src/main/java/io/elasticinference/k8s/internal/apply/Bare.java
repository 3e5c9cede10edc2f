package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object's name and nothing else: applied, it gives up every field that is ours. */
final class Bare {

  private Bare() {}

  static Map<String, Object> body(ObjectRef object) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", object.name());
    if (object.namespace() != null) {
      metadata.put("namespace", object.namespace());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", object.apiVersion());
    body.put("kind", object.kind());
    body.put("metadata", metadata);
    return body;
  }
}
