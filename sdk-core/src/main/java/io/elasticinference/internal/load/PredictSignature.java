package io.elasticinference.internal.load;

import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.load.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a model as {@code GET /v1/models/NAME/metadata} tells them, and predict requests
 * that have them (TensorFlow Serving, RESTful API: model metadata, predict).
 */
public final class PredictSignature {
  /** What TensorFlow Serving takes where a request names no signature. */
  private static final String DEFAULT = "serving_default";

  private static final long SEED = 1;

  /** One input: its type, and its dimensions, -1 where any size will do; null for any number. */
  private record Input(String type, @Nullable List<Integer> shape) {}

  private final Map<String, Input> inputs;

  private PredictSignature(Map<String, Input> inputs) {
    this.inputs = inputs;
  }

  /**
   * Reads a model's metadata.
   *
   * @param metadata the reply's body
   * @return its signature {@code serving_default}
   * @throws IllegalArgumentException when the text is not JSON or has no such signature
   */
  public static PredictSignature of(String metadata) {
    Object found =
        JsonTree.member(
            JsonTree.read(metadata),
            "metadata",
            "signature_def",
            "signature_def",
            DEFAULT,
            "inputs");
    if (!(found instanceof Map<?, ?> described) || described.isEmpty()) {
      throw new IllegalArgumentException(
          "metadata: no inputs (expected: those of the signature " + DEFAULT + ")");
    }
    Map<String, Input> inputs = new LinkedHashMap<>();
    described.forEach((name, input) -> inputs.put(String.valueOf(name), input(input)));
    return new PredictSignature(inputs);
  }

  private static Input input(@Nullable Object described) {
    String type = String.valueOf(JsonTree.member(described, "dtype"));
    Object shape = JsonTree.member(described, "tensor_shape");
    if (Boolean.TRUE.equals(JsonTree.member(shape, "unknown_rank"))) {
      return new Input(type, null);
    }
    List<Integer> sizes = new ArrayList<>();
    if (JsonTree.member(shape, "dim") instanceof List<?> dimensions) {
      for (Object dimension : dimensions) {
        sizes.add(Integer.parseInt(String.valueOf(JsonTree.member(dimension, "size"))));
      }
    }
    return new Input(type, sizes);
  }

  /**
   * Requests with values made by chance, always the same ones: numbers from 0 to 1, whole numbers 0
   * or 1 (which every embedding has), short texts. A dimension of any size is 1. Where the first
   * dimension is the batch, each request is one instance, else the whole inputs.
   *
   * @param count how many different bodies
   * @return the request, which expects predictions back
   */
  public LoadRequest request(int count) {
    boolean rows = inputs.values().stream().allMatch(PredictSignature::isBatched);
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(
          rows
              ? "{\"instances\": [" + values(rows, random) + "]}"
              : "{\"inputs\": " + values(rows, random) + "}");
    }
    return LoadRequest.post(RequestBodies.of(bodies))
        .expectJson(rows ? "predictions[0]" : "outputs");
  }

  /**
   * The same for gRPC: tensors of the inputs' types, with 1 for each dimension of any size.
   *
   * @param model the model's name
   * @param count how many different samples
   * @return the request
   */
  public GrpcRequest grpcRequest(String model, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Tensor> sample = new LinkedHashMap<>();
      inputs.forEach(
          (name, input) ->
              sample.put(name, RandomTensor.of(name, input.type(), input.shape(), random)));
      samples.add(sample);
    }
    return GrpcRequest.predict(model).inputs(samples);
  }

  private static boolean isBatched(Input input) {
    List<Integer> shape = input.shape();
    return shape == null || (!shape.isEmpty() && shape.get(0) < 0);
  }

  private String values(boolean row, SplittableRandom random) {
    return inputs.entrySet().stream()
        .map(
            input -> {
              List<Integer> shape = input.getValue().shape();
              List<Integer> own = shape == null ? List.of() : shape;
              List<Integer> wanted = row && !own.isEmpty() ? own.subList(1, own.size()) : own;
              return "\""
                  + input.getKey().replaceAll("[\"\\\\\\p{Cntrl}]", "")
                  + "\": "
                  + tensor(wanted, scalars(input.getValue().type(), input.getKey(), random));
            })
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String tensor(List<Integer> shape, Supplier<String> scalar) {
    if (shape.isEmpty()) {
      return scalar.get();
    }
    List<String> items = new ArrayList<>();
    for (int i = 0; i < Math.max(1, Math.abs(shape.get(0))); i++) {
      items.add(tensor(shape.subList(1, shape.size()), scalar));
    }
    return items.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private static Supplier<String> scalars(String type, String name, SplittableRandom random) {
    return switch (type) {
      case "DT_FLOAT", "DT_DOUBLE", "DT_HALF", "DT_BFLOAT16" ->
          () -> Double.toString(random.nextInt(1, 1000) / 1000.0);
      case "DT_BOOL" -> () -> Boolean.toString(random.nextBoolean());
      case "DT_STRING" -> () -> "\"text " + random.nextInt(1000) + "\"";
      case "DT_INT8",
          "DT_INT16",
          "DT_INT32",
          "DT_INT64",
          "DT_UINT8",
          "DT_UINT16",
          "DT_UINT32",
          "DT_UINT64" ->
          () -> Integer.toString(random.nextInt(2));
      default ->
          throw new IllegalArgumentException(
              "input " + name + ": " + type + " (expected: numbers, booleans or texts)");
    };
  }
}
