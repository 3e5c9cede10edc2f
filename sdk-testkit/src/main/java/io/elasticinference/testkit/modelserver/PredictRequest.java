package io.elasticinference.testkit.modelserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code :predict} request, by rows ({@code instances}) or by columns ({@code
 * inputs}).
 */
final class PredictRequest {
  static final String DEFAULT_SIGNATURE = "serving_default";
  private static final String SIGNATURE = "signature_name";
  private static final String INSTANCES = "instances";
  private static final String INPUTS = "inputs";

  private final JsonObject body;

  private PredictRequest(JsonObject body) {
    this.body = body;
  }

  /** Reads the JSON; what it means depends on the signature that it names. */
  static PredictRequest parse(String text) {
    if (text.isEmpty()) {
      throw ServingException.invalid("JSON Parse error: The document is empty");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw ServingException.invalid(
            "JSON Parse error: The document root must not be followed by other values. at offset: "
                + text.length());
      }
      if (json instanceof JsonObject object) {
        return new PredictRequest(object);
      }
      throw ServingException.invalid("JSON Value: " + json + " Is not object");
    } catch (JsonParseException | IOException e) {
      throw ServingException.invalid("JSON Parse error: Invalid value. " + placeOf(e));
    }
  }

  private static String placeOf(Exception e) {
    String message = String.valueOf(e.getMessage());
    int place = message.indexOf("at line");
    return place < 0 ? message : message.substring(place).lines().findFirst().orElse("");
  }

  String signatureName() {
    JsonElement name = body.get(SIGNATURE);
    if (name == null) {
      return DEFAULT_SIGNATURE;
    }
    if (!name.isJsonPrimitive() || !name.getAsJsonPrimitive().isString()) {
      throw ServingException.invalid(
          "JSON Value: "
              + body
              + " not formatted correctly. 'signature_name' key must be a string value.");
    }
    return name.getAsString();
  }

  /** Returns whether the answer is to be by rows. */
  boolean byRows() {
    return body.has(INSTANCES);
  }

  Map<String, Tensor> inputs(Map<String, Signature.Info> wanted) {
    JsonElement rows = body.get(INSTANCES);
    JsonElement columns = body.get(INPUTS);
    if (rows != null && columns != null) {
      throw format(
          "Not formatted correctly expecting only one of 'inputs' or 'instances' keys to exist ");
    }
    if (rows != null) {
      if (!rows.isJsonArray()) {
        throw format("Excepting 'instances' to be an list/array");
      }
      if (rows.getAsJsonArray().isEmpty()) {
        throw format("No values in 'instances' array");
      }
      return byRows(rows.getAsJsonArray(), wanted);
    }
    if (columns != null) {
      return byColumns(columns, wanted);
    }
    throw ServingException.invalid("Missing 'inputs' or 'instances' key");
  }

  private static Map<String, Tensor> byColumns(
      JsonElement columns, Map<String, Signature.Info> wanted) {
    Map<String, Tensor> tensors = new HashMap<>();
    if (!columns.isJsonObject() || JsonTensor.isBase64(columns)) {
      if (wanted.size() > 1) {
        throw ServingException.invalid(
            "inputs is a plain value/list, but expecting an object as multiple input tensors required as per "
                + "tensorinfo_map");
      }
      wanted.forEach((name, info) -> tensors.put(name, JsonTensor.read(columns, info.type())));
      return tensors;
    }
    wanted.forEach(
        (name, info) -> {
          JsonElement item = columns.getAsJsonObject().get(name);
          if (item == null) {
            throw ServingException.invalid("Missing named input: " + name + " in 'inputs' object.");
          }
          tensors.put(name, JsonTensor.read(item, info.type()));
        });
    return tensors;
  }

  private static Map<String, Tensor> byRows(JsonArray rows, Map<String, Signature.Info> wanted) {
    boolean named = isNamed(rows.get(0));
    if (!rows.get(0).isJsonObject() && wanted.size() > 1) {
      throw ServingException.invalid(
          "instances is a plain list, but expecting list of objects as multiple input tensors required as per "
              + "tensorinfo_map");
    }
    Map<String, JsonArray> columns = new HashMap<>();
    wanted.keySet().forEach(name -> columns.put(name, new JsonArray()));
    for (int i = 0; i < rows.size(); i++) {
      JsonElement row = rows.get(i);
      if (named != isNamed(row)) {
        throw ServingException.invalid(
            named
                ? "Expecting object but got list at item " + i + " of input list"
                : "Expecting value/list but got object at item " + i + " of input list");
      }
      if (named) {
        addNamed(columns, row.getAsJsonObject(), i);
      } else {
        columns.values().forEach(column -> column.add(row));
      }
    }
    Map<String, Tensor> tensors = new HashMap<>();
    columns.forEach(
        (name, column) -> {
          Signature.Info info = wanted.get(name);
          if (info != null) {
            tensors.put(name, batch(column, info.type(), named ? name : null));
          }
        });
    return tensors;
  }

  private static void addNamed(Map<String, JsonArray> columns, JsonObject row, int index) {
    for (Map.Entry<String, JsonElement> entry : row.entrySet()) {
      JsonArray column = columns.get(entry.getKey());
      if (column == null) {
        throw element(
            index,
            entry.getKey(),
            "Invalid argument: JSON object: does not have named input: " + entry.getKey());
      }
      column.add(entry.getValue());
    }
    if (row.size() != columns.size()) {
      throw ServingException.invalid(
          "Failed to process element: "
              + index
              + " of 'instances' list. JSON object: "
              + row
              + " keys must be equal to: "
              + String.join(",", new TreeSet<>(columns.keySet())));
    }
  }

  /** Makes one tensor of the rows, which must all have the first one's shape. */
  private static Tensor batch(JsonArray column, DataType type, @Nullable String key) {
    Tensor first = null;
    for (int i = 0; i < column.size(); i++) {
      try {
        Tensor row = JsonTensor.read(column.get(i), type);
        if (first == null) {
          first = row;
        } else if (row.size() != first.size()) {
          throw ServingException.invalid(
              "Expecting tensor size: " + first.size() + " but got: " + row.size());
        } else if (!Arrays.equals(row.shape(), first.shape())) {
          throw ServingException.invalid(
              "Expecting shape "
                  + Shape.text(first.shape())
                  + " but got: "
                  + Shape.text(row.shape()));
        }
      } catch (ServingException e) {
        throw element(i, key, e.status());
      }
    }
    return JsonTensor.read(column, type);
  }

  private static ServingException element(int index, @Nullable String key, String error) {
    return ServingException.invalid(
        "Failed to process element: "
            + index
            + (key == null ? "" : " key: " + key)
            + " of 'instances' list. Error: "
            + error);
  }

  private static boolean isNamed(JsonElement row) {
    return row.isJsonObject() && !JsonTensor.isBase64(row);
  }

  private ServingException format(String problem) {
    return ServingException.invalid("JSON Value: " + body + " " + problem);
  }
}
