package io.elasticinference.testkit.modelserver;

import java.util.HashMap;
import java.util.Map;

/**
 * Writes the tensors of a prediction as the body of an answer, by rows or by columns as it was
 * asked.
 */
final class PredictAnswer {
  private PredictAnswer() {}

  static String byColumns(Map<String, Tensor> outputs) {
    PrettyJson json = new PrettyJson();
    json.startObject();
    json.key("outputs");
    boolean named = outputs.size() > 1;
    if (named) {
      json.startObject();
    }
    outputs.forEach(
        (name, tensor) -> {
          if (named) {
            json.key(name);
          }
          JsonTensor.write(json, tensor, isBytes(name, tensor), 0, 0);
        });
    if (named) {
      json.endObject();
    }
    json.endObject();
    return json.toString();
  }

  static String byRows(Map<String, Tensor> outputs) {
    int rows = rows(outputs);
    PrettyJson json = new PrettyJson();
    json.startObject();
    json.key("predictions");
    json.startArray();
    boolean named = outputs.size() > 1;
    Map<String, Integer> next = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      if (named) {
        json.startObject();
      }
      json.oneLineArrays(true);
      outputs.forEach(
          (name, tensor) -> {
            if (named) {
              json.key(name);
            }
            int start = next.getOrDefault(name, 0);
            next.put(name, JsonTensor.write(json, tensor, isBytes(name, tensor), 1, start));
          });
      json.oneLineArrays(false);
      if (named) {
        json.endObject();
      }
    }
    json.endArray();
    json.endObject();
    return json.toString();
  }

  private static int rows(Map<String, Tensor> outputs) {
    int rows = -1;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      if (output.getValue().rank() == 0) {
        throw ServingException.invalid(
            "Tensor name: " + output.getKey() + " has no shape information ");
      }
      int size = output.getValue().shape()[0];
      if (rows >= 0 && rows != size) {
        throw ServingException.invalid(
            "Tensor name: "
                + output.getKey()
                + " has inconsistent batch size: "
                + size
                + " expecting: "
                + rows);
      }
      rows = size;
    }
    return rows;
  }

  private static boolean isBytes(String name, Tensor tensor) {
    return tensor.type() == DataType.STRING && name.endsWith("_bytes");
  }
}
