package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@code PredictRequest} (tensorflow_serving/apis/predict.proto), with the errors of
 * tensorflow_serving/servables/tensorflow/predict_util.cc.
 */
final class GrpcPredict {
  private static final int MODEL_SPEC = 1;
  private static final int INPUTS = 2;
  private static final int OUTPUT_FILTER = 3;

  private static final int NAME = 1;
  private static final int VERSION = 2;
  private static final int SIGNATURE_NAME = 3;
  private static final int VERSION_LABEL = 4;

  private static final int ANSWER_OUTPUTS = 1;
  private static final int ANSWER_MODEL_SPEC = 2;

  private final Servables servables;

  GrpcPredict(Servables servables) {
    this.servables = servables;
  }

  byte[] answer(ProtoMessage request) {
    ProtoMessage spec = request.message(MODEL_SPEC);
    if (!request.has(MODEL_SPEC)) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    if (spec.has(VERSION_LABEL)) {
      throw ServingException.invalid(
          "Unrecognized servable version label: " + spec.text(VERSION_LABEL));
    }
    String name = spec.text(NAME);
    Long number = spec.has(VERSION) ? Long.valueOf(spec.message(VERSION).number(1)) : null;
    Servables.Version version = servables.available(name, number);
    SavedModel model = version.model();
    if (model == null) {
      throw new IllegalStateException("an available version has no model");
    }
    String asked = spec.text(SIGNATURE_NAME);
    String signatureName = asked.isEmpty() ? PredictRequest.DEFAULT_SIGNATURE : asked;
    Signature signature = model.signature(signatureName);
    Map<String, Tensor> outputs = model.predict(signature, inputs(request, signature));
    return write(
        filtered(outputs, request.texts(OUTPUT_FILTER)), name, version.number(), signatureName);
  }

  private static Map<String, Tensor> inputs(ProtoMessage request, Signature signature) {
    Map<String, Tensor> inputs = new HashMap<>();
    request.entries(INPUTS, (name, value) -> inputs.put(name, TensorProto.read(value)));
    Set<String> wanted = signature.inputs().keySet();
    if (!inputs.keySet().equals(wanted)) {
      Set<String> extra = new TreeSet<>(inputs.keySet());
      extra.removeAll(wanted);
      Set<String> missing = new TreeSet<>(wanted);
      missing.removeAll(inputs.keySet());
      throw ServingException.invalid(
          "input size does not match signature: "
              + inputs.size()
              + "!="
              + wanted.size()
              + " len({"
              + String.join(",", new TreeSet<>(inputs.keySet()))
              + "}) != len({"
              + String.join(",", wanted)
              + "}). Sent extra: {"
              + String.join(",", extra)
              + "}. Missing but required: {"
              + String.join(",", missing)
              + "}.");
    }
    inputs.forEach((name, tensor) -> checkType(name, tensor, signature.inputs().get(name)));
    return inputs;
  }

  private static void checkType(String name, Tensor tensor, Signature.@Nullable Info wanted) {
    if (wanted != null && wanted.type() != tensor.type()) {
      throw ServingException.invalid(
          "Expects arg "
              + name
              + " to be "
              + wanted.type().text()
              + " but "
              + tensor.type().text()
              + " is provided");
    }
  }

  private static Map<String, Tensor> filtered(Map<String, Tensor> outputs, List<String> wanted) {
    if (wanted.isEmpty()) {
      return outputs;
    }
    Map<String, Tensor> kept = new LinkedHashMap<>();
    for (String name : wanted) {
      Tensor output = outputs.get(name);
      if (output == null) {
        throw ServingException.invalid(
            "output tensor alias not found in signature: "
                + name
                + " Outputs expected to be in the set {"
                + String.join(",", new TreeSet<>(outputs.keySet()))
                + "}.");
      }
      kept.put(name, output);
    }
    return kept;
  }

  private static byte[] write(
      Map<String, Tensor> outputs, String model, long version, String signatureName) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Map.Entry<String, Tensor> output : new TreeMap<>(outputs).entrySet()) {
        ByteString tensor = TensorProto.write(output.getValue());
        out.writeBytes(
            ANSWER_OUTPUTS,
            message(
                entry -> {
                  entry.writeString(1, output.getKey());
                  entry.writeBytes(2, tensor);
                }));
      }
      out.writeBytes(
          ANSWER_MODEL_SPEC,
          message(
              spec -> {
                spec.writeString(NAME, model);
                spec.writeBytes(VERSION, message(value -> value.writeInt64(1, version)));
                spec.writeString(SIGNATURE_NAME, signatureName);
              }));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the fields of a message. */
  @FunctionalInterface
  interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  /** The bytes of a message. */
  static ByteString message(Fields fields) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteString();
  }
}
