package io.elasticinference.testkit.controlplane;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Short ways to make and to read Kubernetes objects as JSON. */
public final class Json {
  private Json() {}

  /**
   * Makes an object.
   *
   * @param keysAndValues alternately a name and a value: a text, number, boolean, JSON element or
   *     list of these
   * @return a new object
   * @throws IllegalArgumentException when a value is of no such kind
   */
  public static JsonObject object(Object... keysAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.add((String) keysAndValues[i], element(keysAndValues[i + 1]));
    }
    return object;
  }

  /**
   * Makes an array.
   *
   * @param items as in {@link #object}
   * @return a new array
   */
  public static JsonArray array(Object... items) {
    JsonArray array = new JsonArray();
    for (Object item : items) {
      array.add(element(item));
    }
    return array;
  }

  private static JsonElement element(Object value) {
    if (value instanceof JsonElement json) {
      return json;
    }
    if (value instanceof String text) {
      return new JsonPrimitive(text);
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof List<?> list) {
      return array(list.toArray());
    }
    throw new IllegalArgumentException(
        "value: " + value + " (expected: text, number, boolean, JSON or a list)");
  }

  /**
   * Looks a value up.
   *
   * @param object where to start
   * @param path names of nested fields
   * @return the value, empty where a field on the way is absent or null
   */
  public static Optional<JsonElement> at(JsonObject object, String... path) {
    @Nullable JsonElement here = object;
    for (String name : path) {
      here = here != null && here.isJsonObject() ? here.getAsJsonObject().get(name) : null;
    }
    return Optional.ofNullable(here == JsonNull.INSTANCE ? null : here);
  }

  /**
   * Looks a text up.
   *
   * @param object where to start
   * @param path names of nested fields
   * @return the text, or {@code ""} where there is none
   */
  public static String text(JsonObject object, String... path) {
    return at(object, path)
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .orElse("");
  }

  /**
   * Looks a number up.
   *
   * @param object where to start
   * @param absent what to answer where there is none
   * @param path names of nested fields
   * @return the number
   */
  public static int number(JsonObject object, int absent, String... path) {
    return at(object, path)
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsInt)
        .orElse(absent);
  }

  /**
   * Looks a list of objects up.
   *
   * @param object where to start
   * @param path names of nested fields
   * @return the objects, none where there is no such list
   */
  public static List<JsonObject> objects(JsonObject object, String... path) {
    List<JsonObject> objects = new ArrayList<>();
    at(object, path)
        .filter(JsonElement::isJsonArray)
        .ifPresent(
            list -> list.getAsJsonArray().forEach(item -> objects.add(item.getAsJsonObject())));
    return objects;
  }

  /**
   * Looks a list of texts up.
   *
   * @param object where to start
   * @param path names of nested fields
   * @return the texts, none where there is no such list
   */
  public static List<String> texts(JsonObject object, String... path) {
    List<String> texts = new ArrayList<>();
    at(object, path)
        .filter(JsonElement::isJsonArray)
        .ifPresent(list -> list.getAsJsonArray().forEach(item -> texts.add(item.getAsString())));
    return texts;
  }

  /**
   * Looks a map of texts up, such as labels.
   *
   * @param object where to start
   * @param path names of nested fields
   * @return the entries in their order, none where there is no such map
   */
  public static Map<String, String> textMap(JsonObject object, String... path) {
    Map<String, String> map = new LinkedHashMap<>();
    at(object, path)
        .filter(JsonElement::isJsonObject)
        .ifPresent(
            found ->
                found
                    .getAsJsonObject()
                    .asMap()
                    .forEach((key, value) -> map.put(key, value.getAsString())));
    return map;
  }
}
