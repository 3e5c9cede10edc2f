package io.elasticinference.k8s.internal.render;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the body of one object; members stay in the order in which they were put. */
final class Body {

  private final Resource resource;
  private final @Nullable String namespace;
  private final String name;
  private final Map<String, Object> labels;
  private final Map<String, Object> annotations = new LinkedHashMap<>();
  private final Map<String, Object> members = new LinkedHashMap<>();

  Body(Resource resource, @Nullable String namespace, String name, Map<String, Object> labels) {
    this.resource = resource;
    this.namespace = namespace;
    this.name = name;
    this.labels = labels;
  }

  Body annotate(Map<String, Object> more) {
    annotations.putAll(more);
    return this;
  }

  /** Adds a member beside the metadata, for example the spec. */
  Body put(String member, Object value) {
    members.put(member, value);
    return this;
  }

  Manifest manifest() {
    Map<String, Object> metadata = map("name", name);
    if (namespace != null) {
      metadata.put("namespace", namespace);
    }
    metadata.put("labels", labels);
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> body = map("apiVersion", resource.apiVersion(), "kind", resource.kind());
    body.put("metadata", metadata);
    body.putAll(members);
    return new Manifest(resource.ref(namespace, name), body, resource == Resource.SECRET);
  }

  /** A map of names and values, in that order. */
  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
