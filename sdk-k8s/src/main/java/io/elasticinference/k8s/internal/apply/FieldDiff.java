package io.elasticinference.k8s.internal.apply;

import io.elasticinference.FieldChange;
import io.elasticinference.k8s.internal.api.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two objects field by field. What the API server writes by itself is left out, and no
 * value of a secret is shown.
 */
final class FieldDiff {

  private static final String HIDDEN = "(hidden)";

  /** Written by the API server, or by controllers. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "status",
          "metadata.managedFields",
          "metadata.resourceVersion",
          "metadata.generation",
          "metadata.uid",
          "metadata.creationTimestamp");

  private final boolean secret;

  private FieldDiff(boolean secret) {
    this.secret = secret;
  }

  static List<FieldChange> between(
      Map<String, Object> before, Map<String, Object> after, boolean secret) {
    FieldDiff diff = new FieldDiff(secret);
    Map<String, String> old = diff.fields(before);
    Map<String, String> young = diff.fields(after);
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(young.keySet());
    return paths.stream()
        .filter(path -> !same(old.get(path), young.get(path)))
        .map(path -> diff.change(path, old.get(path), young.get(path)))
        .toList();
  }

  private FieldChange change(String path, @Nullable String before, @Nullable String after) {
    boolean hide = secret && (path.startsWith("data") || path.startsWith("stringData"));
    return new FieldChange(
        path,
        before == null ? null : hide ? HIDDEN : before,
        after == null ? null : hide ? HIDDEN : after);
  }

  private static boolean same(@Nullable String before, @Nullable String after) {
    return before == null ? after == null : before.equals(after);
  }

  private Map<String, String> fields(Map<String, Object> object) {
    Map<String, String> fields = new LinkedHashMap<>();
    collect("", object, fields);
    return fields;
  }

  private static void collect(String path, Object value, Map<String, String> fields) {
    if (NOT_OURS.contains(path)) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> collect(path + step(path, name), member, fields));
    } else if (value instanceof List<?> list) {
      boolean named = list.stream().noneMatch(item -> name(item).isEmpty());
      for (int i = 0; i < list.size(); i++) {
        Object item = list.get(i);
        collect(path + "[" + (named ? name(item) : i) + "]", item, fields);
      }
    } else {
      fields.put(path, String.valueOf(value));
    }
  }

  private static String step(String path, Object name) {
    String text = String.valueOf(name);
    if (text.contains(".") || text.contains("/")) {
      return "[" + text + "]";
    }
    return path.isEmpty() ? text : "." + text;
  }

  private static String name(Object item) {
    return Tree.text(Tree.asMap(item), "name");
  }
}
