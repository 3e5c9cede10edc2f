package io.elasticinference.k8s.internal.watch;

import io.elasticinference.k8s.internal.api.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of one kind as a watch last saw them, without what nobody looks at. */
final class Kept {

  private final Map<String, Map<String, Object>> objects = new ConcurrentHashMap<>();

  /** Takes a whole list; answers what came, changed or went. */
  List<Map<String, Object>> replace(List<Map<String, Object>> items) {
    List<Map<String, Object>> changed = new ArrayList<>();
    Map<String, Map<String, Object>> now = new LinkedHashMap<>();
    for (Map<String, Object> item : items) {
      now.put(uid(item), slim(item));
    }
    for (Map<String, Object> old : List.copyOf(objects.values())) {
      if (!now.containsKey(uid(old))) {
        objects.remove(uid(old));
        changed.add(old);
      }
    }
    now.forEach(
        (uid, item) -> {
          Map<String, Object> old = objects.put(uid, item);
          if (old == null || !version(old).equals(version(item))) {
            changed.add(item);
          }
        });
    return changed;
  }

  void put(Map<String, Object> object) {
    objects.put(uid(object), slim(object));
  }

  void remove(Map<String, Object> object) {
    objects.remove(uid(object));
  }

  List<Map<String, Object>> all() {
    return List.copyOf(objects.values());
  }

  private static Map<String, Object> slim(Map<String, Object> object) {
    Map<String, Object> metadata = new LinkedHashMap<>(Tree.map(object, "metadata"));
    metadata.remove("managedFields");
    Map<String, Object> slim = new LinkedHashMap<>(object);
    slim.put("metadata", metadata);
    return slim;
  }

  private static String uid(Map<String, Object> object) {
    return Tree.text(object, "metadata", "uid");
  }

  private static String version(Map<String, Object> object) {
    return Tree.text(object, "metadata", "resourceVersion");
  }
}
