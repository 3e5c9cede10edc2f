package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.JsonTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object that was written by the same version of this SDK. */
record Fields(Map<?, ?> members) {

  static Fields read(String json) {
    return of(JsonTree.read(json));
  }

  private static Fields of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(map);
    }
    throw new IllegalArgumentException("JSON: " + kind(value) + " (expected: an object)");
  }

  Optional<String> textIfAny(String name) {
    return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  String text(String name) {
    return textIfAny(name).orElseThrow(() -> wrong(name, "a text"));
  }

  double number(String name) {
    if (members.get(name) instanceof Double number) {
      return number;
    }
    throw wrong(name, "a number");
  }

  /** A whole number; exact to 2^53, which all counts and times here are far below. */
  long whole(String name) {
    return (long) number(name);
  }

  Duration nanos(String name) {
    return Duration.ofNanos(whole(name));
  }

  Fields object(String name) {
    return of(members.get(name));
  }

  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    list(name).forEach(item -> objects.add(of(item)));
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    list(name).forEach(item -> texts.add(String.valueOf(item)));
    return texts;
  }

  /** The texts of an object, by name, in the order in which they stand. */
  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    object(name).members.forEach((key, text) -> map.put((String) key, String.valueOf(text)));
    return map;
  }

  private List<?> list(String name) {
    if (members.get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  private IllegalArgumentException wrong(String name, String expected) {
    return new IllegalArgumentException(
        "JSON member " + name + ": " + kind(members.get(name)) + " (expected: " + expected + ")");
  }

  /** Never the value itself, which may be a secret. */
  private static String kind(@Nullable Object value) {
    return value == null ? "nothing" : value.getClass().getSimpleName();
  }
}
