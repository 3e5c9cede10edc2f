package io.elasticinference.k8s.internal.api;

import io.elasticinference.ObjectRef;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks into objects as {@link Json} reads them; what is missing or of another type is empty. */
public final class Tree {

  private Tree() {}

  /** The value at the end of a path. */
  public static @Nullable Object at(Map<String, ?> object, String... path) {
    Object value = object;
    for (String step : path) {
      if (!(value instanceof Map<?, ?> map)) {
        return null;
      }
      value = map.get(step);
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** The map at the end of a path. */
  public static Map<String, Object> map(Map<String, ?> object, String... path) {
    return asMap(at(object, path));
  }

  /** A value as a map. */
  @SuppressWarnings("unchecked") // Json and the YAML reader only make maps with names as keys.
  public static Map<String, Object> asMap(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The maps in the list at the end of a path. */
  public static List<Map<String, Object>> maps(Map<String, ?> object, String... path) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (Object item : list(object, path)) {
      if (item instanceof Map) {
        maps.add(asMap(item));
      }
    }
    return maps;
  }

  /** The list at the end of a path. */
  public static List<?> list(Map<String, ?> object, String... path) {
    return at(object, path) instanceof List<?> list ? list : List.of();
  }

  /** The text at the end of a path; empty where there is none. */
  public static String text(Map<String, ?> object, String... path) {
    return at(object, path) instanceof String text ? text : "";
  }

  /** The text at the end of a path. */
  public static Optional<String> textIfAny(Map<String, ?> object, String... path) {
    String text = text(object, path);
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** The whole number at the end of a path; 0 where there is none. */
  public static int number(Map<String, ?> object, String... path) {
    return at(object, path) instanceof Number number ? number.intValue() : 0;
  }

  /** The whole number at the end of a path. */
  public static OptionalLong numberIfAny(Map<String, ?> object, String... path) {
    return at(object, path) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  /** The time at the end of a path. */
  public static Optional<Instant> time(Map<String, ?> object, String... path) {
    try {
      return textIfAny(object, path).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether the value at the end of a path is true. */
  public static boolean isTrue(Map<String, ?> object, String... path) {
    return Boolean.TRUE.equals(at(object, path));
  }

  /** The object's name. */
  public static String name(Map<String, ?> object) {
    return text(object, "metadata", "name");
  }

  /** The object's namespace; empty for one without. */
  public static String namespace(Map<String, ?> object) {
    return text(object, "metadata", "namespace");
  }

  /** One of the object's labels; empty where it has none of that name. */
  public static String label(Map<String, ?> object, String name) {
    return text(object, "metadata", "labels", name);
  }

  /** One of the object's annotations; empty where it has none of that name. */
  public static String annotation(Map<String, ?> object, String name) {
    return text(object, "metadata", "annotations", name);
  }

  /** The condition of that type in the object's status; an empty map where there is none. */
  public static Map<String, Object> condition(Map<String, ?> object, String type) {
    for (Map<String, Object> condition : maps(object, "status", "conditions")) {
      if (text(condition, "type").equals(type)) {
        return condition;
      }
    }
    return Map.of();
  }

  /** Names an object of a kind that is known, since the items of a list don't carry it. */
  public static ObjectRef ref(Resource resource, Map<String, ?> object) {
    return resource.ref(textIfAny(object, "metadata", "namespace").orElse(null), name(object));
  }
}
