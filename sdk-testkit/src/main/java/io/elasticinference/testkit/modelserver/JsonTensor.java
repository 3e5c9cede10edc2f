package io.elasticinference.testkit.modelserver;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads nested JSON lists into a tensor and writes one, with TensorFlow Serving's checks and words
 * (tensorflow_serving/util/json_tensor.cc).
 */
final class JsonTensor {
  private static final String BASE64 = "b64";

  private final DataType type;
  private final List<Object> values = new ArrayList<>();
  private int[] shape = {};

  private JsonTensor(DataType type) {
    this.type = type;
  }

  static Tensor read(JsonElement json, DataType type) {
    JsonTensor reader = new JsonTensor(type);
    reader.shape = shapeOf(json);
    reader.fill(json, 0);
    return reader.tensor();
  }

  /** Returns whether a value stands for bytes rather than for named inputs. */
  static boolean isBase64(JsonElement json) {
    return json instanceof JsonObject object
        && object.size() == 1
        && object.get(BASE64) != null
        && object.get(BASE64).isJsonPrimitive()
        && object.getAsJsonPrimitive(BASE64).isString();
  }

  private static int[] shapeOf(JsonElement json) {
    List<Integer> dimensions = new ArrayList<>();
    JsonElement first = json;
    while (first.isJsonArray()) {
      dimensions.add(first.getAsJsonArray().size());
      if (first.getAsJsonArray().isEmpty()) {
        break;
      }
      first = first.getAsJsonArray().get(0);
    }
    return dimensions.stream().mapToInt(Integer::intValue).toArray();
  }

  private void fill(JsonElement json, int level) {
    if (!json.isJsonArray()) {
      if (level != shape.length) {
        throw ServingException.invalid(
            "JSON Value: "
                + json
                + " found at incorrect level: "
                + (level + 1)
                + " in the JSON DOM. Expected at level: "
                + shape.length);
      }
      values.add(value(json));
      return;
    }
    if (level >= shape.length) {
      throw ServingException.invalid(
          "Encountered list at unexpected level: " + level + " expected < " + shape.length);
    }
    if (json.getAsJsonArray().size() != shape[level]) {
      throw ServingException.invalid(
          "Encountered list at unexpected size: "
              + json.getAsJsonArray().size()
              + " at level: "
              + level
              + " expected size: "
              + shape[level]);
    }
    json.getAsJsonArray().forEach(item -> fill(item, level + 1));
  }

  private Object value(JsonElement json) {
    if (type == DataType.STRING && json.isJsonObject()) {
      return bytes(json);
    }
    if (json.isJsonPrimitive()) {
      var primitive = json.getAsJsonPrimitive();
      if (type == DataType.STRING && primitive.isString()) {
        return ByteString.copyFromUtf8(primitive.getAsString());
      }
      if (type == DataType.BOOL && primitive.isBoolean()) {
        return primitive.getAsBoolean() ? 1L : 0L;
      }
      if (primitive.isNumber() && type != DataType.STRING && type != DataType.BOOL) {
        return number(json, primitive.getAsBigDecimal());
      }
    }
    throw wrongType(json);
  }

  private Object number(JsonElement json, BigDecimal number) {
    if (type.kind == DataType.Kind.REAL) {
      boolean whole = number.scale() <= 0;
      double largestWhole = type == DataType.FLOAT ? (1L << 24) - 1 : (1L << 53) - 1;
      double largest = type == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
      double value = number.doubleValue();
      if (Math.abs(value) > largest
          || (whole && isLong(number) && Math.abs(value) > largestWhole)) {
        throw ServingException.invalid(
            "Cannot convert JSON value: "
                + json
                + " to "
                + type.text()
                + " without loss of precision.");
      }
      return value;
    }
    // A number with a point or an exponent is no integer, even if its value is.
    if (json.getAsString().matches("-?\\d+")) {
      try {
        return type == DataType.INT64 ? number.longValueExact() : (long) number.intValueExact();
      } catch (ArithmeticException e) {
        throw wrongType(json);
      }
    }
    throw wrongType(json);
  }

  private static boolean isLong(BigDecimal number) {
    return number.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }

  private static ByteString bytes(JsonElement json) {
    if (!isBase64(json)) {
      throw ServingException.invalid(
          "JSON Value: " + json + " not formatted correctly for base64 data");
    }
    try {
      return ByteString.copyFrom(
          Base64.getDecoder().decode(json.getAsJsonObject().get(BASE64).getAsString()));
    } catch (IllegalArgumentException e) {
      throw ServingException.invalid("Unable to base64 decode");
    }
  }

  private ServingException wrongType(JsonElement json) {
    String kind =
        json.isJsonNull()
            ? "Null"
            : json.isJsonObject() ? "Object" : json.isJsonArray() ? "Array" : null;
    if (kind == null) {
      var primitive = json.getAsJsonPrimitive();
      kind =
          primitive.isString()
              ? "String"
              : primitive.isNumber() ? "Number" : primitive.getAsBoolean() ? "True" : "False";
    }
    return ServingException.invalid(
        "JSON Value: " + json + " Type: " + kind + " is not of expected type: " + type.text());
  }

  private Tensor tensor() {
    return switch (type.kind) {
      case REAL ->
          Tensor.reals(type, shape, values.stream().mapToDouble(v -> (Double) v).toArray());
      case INTEGER ->
          Tensor.integers(type, shape, values.stream().mapToLong(v -> (Long) v).toArray());
      case TEXT -> Tensor.texts(shape, values.toArray(ByteString[]::new));
    };
  }

  /**
   * Writes the part of a tensor that starts at an element.
   *
   * @param asBytes whether text is written as base64, as outputs named {@code *_bytes} are
   * @return the element after the last one written
   */
  static int write(PrettyJson json, Tensor tensor, boolean asBytes, int dimension, int element) {
    if (dimension >= tensor.rank()) {
      writeValue(json, tensor, asBytes, element);
      return element + 1;
    }
    json.startArray();
    int next = element;
    for (int i = 0; i < tensor.shape()[dimension]; i++) {
      next = write(json, tensor, asBytes, dimension + 1, next);
    }
    json.endArray();
    return next;
  }

  private static void writeValue(PrettyJson json, Tensor tensor, boolean asBytes, int element) {
    if (tensor.type() == DataType.BOOL) {
      json.raw(Boolean.toString(tensor.integer(element) != 0));
    } else if (tensor.type().kind == DataType.Kind.REAL) {
      json.raw(Decimals.text(tensor.real(element), tensor.type()));
    } else if (tensor.type().kind == DataType.Kind.INTEGER) {
      json.raw(Long.toString(tensor.integer(element)));
    } else if (asBytes) {
      json.startObject();
      json.key(BASE64);
      json.string(Base64.getEncoder().encodeToString(tensor.text(element).toByteArray()));
      json.endObject();
    } else {
      json.string(tensor.text(element).toStringUtf8());
    }
  }
}
