package io.elasticinference.internal.load.grpc;

import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.Tensor;
import io.elasticinference.load.TensorType;
import java.util.Map;

/**
 * Encodes {@code tensorflow.serving.PredictRequest} (tensorflow_serving/apis/predict.proto and
 * model.proto, tensorflow/core/framework/tensor.proto and tensor_shape.proto).
 */
public final class PredictMessage {
  // PredictRequest
  private static final int MODEL_SPEC = 1;
  private static final int INPUTS = 2;
  private static final int OUTPUT_FILTER = 3;
  // ModelSpec
  private static final int NAME = 1;
  private static final int VERSION = 2;
  private static final int SIGNATURE_NAME = 3;
  // google.protobuf.Int64Value
  private static final int VALUE = 1;
  // An entry of a map
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  // TensorProto
  private static final int DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_CONTENT = 4;
  private static final int STRING_VAL = 8;
  // TensorShapeProto and its Dim
  private static final int DIM = 2;
  private static final int SIZE = 1;

  private PredictMessage() {}

  /**
   * Encodes one request.
   *
   * @param request what it asks for
   * @param inputs its inputs by name
   * @return the message
   */
  public static byte[] of(GrpcRequest request, Map<String, Tensor> inputs) {
    ProtoWriter model = new ProtoWriter().text(NAME, request.model());
    request
        .version()
        .ifPresent(version -> model.message(VERSION, new ProtoWriter().number(VALUE, version)));
    request.signature().ifPresent(name -> model.text(SIGNATURE_NAME, name));
    ProtoWriter message = new ProtoWriter().message(MODEL_SPEC, model);
    inputs.forEach(
        (name, value) ->
            message.message(
                INPUTS,
                new ProtoWriter().text(ENTRY_KEY, name).message(ENTRY_VALUE, tensor(value))));
    request.expectedOutput().ifPresent(name -> message.text(OUTPUT_FILTER, name));
    return message.toBytes();
  }

  private static ProtoWriter tensor(Tensor tensor) {
    ProtoWriter shape = new ProtoWriter();
    for (long dimension : tensor.shape()) {
      shape.message(DIM, new ProtoWriter().number(SIZE, dimension));
    }
    ProtoWriter message =
        new ProtoWriter().number(DTYPE, tensor.type().number()).message(TENSOR_SHAPE, shape);
    if (tensor.type() == TensorType.STRING) {
      tensor.blobs().forEach(text -> message.bytes(STRING_VAL, text));
      return message;
    }
    return message.bytes(TENSOR_CONTENT, tensor.content());
  }
}
