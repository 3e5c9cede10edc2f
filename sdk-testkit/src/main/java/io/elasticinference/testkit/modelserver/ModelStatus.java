package io.elasticinference.testkit.modelserver;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Map;

/** Writes what is known of a model: its versions' states, and its signatures. */
final class ModelStatus {
  // One space a level, as protobuf prints JSON.
  private static final Gson PRINTER =
      new GsonBuilder()
          .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" "))
          .disableHtmlEscaping()
          .create();

  private ModelStatus() {}

  static String status(Collection<Servables.Version> versions) {
    JsonArray list = new JsonArray();
    for (Servables.Version version : versions) {
      ServingException error = version.error();
      JsonObject health = new JsonObject();
      health.addProperty("error_code", error == null ? "OK" : error.code().name());
      health.addProperty("error_message", error == null ? "" : error.getMessage());
      JsonObject item = new JsonObject();
      item.addProperty("version", Long.toString(version.number()));
      item.addProperty("state", version.state().name());
      item.add("status", health);
      list.add(item);
    }
    JsonObject status = new JsonObject();
    status.add("model_version_status", list);
    return PRINTER.toJson(status) + "\n";
  }

  static String metadata(String model, Servables.Version version) {
    JsonObject signatures = new JsonObject();
    SavedModel loaded = version.model();
    if (loaded != null) {
      loaded.signatures().forEach((name, signature) -> signatures.add(name, json(signature)));
    }
    JsonObject spec = new JsonObject();
    spec.addProperty("name", model);
    spec.addProperty("signature_name", "");
    spec.addProperty("version", Long.toString(version.number()));
    JsonObject map = new JsonObject();
    map.add("signature_def", signatures);
    JsonObject metadata = new JsonObject();
    metadata.add("signature_def", map);
    JsonObject answer = new JsonObject();
    answer.add("model_spec", spec);
    answer.add("metadata", metadata);
    return PRINTER.toJson(answer) + "\n";
  }

  private static JsonObject json(Signature signature) {
    JsonObject json = new JsonObject();
    json.add("inputs", json(signature.inputs()));
    json.add("outputs", json(signature.outputs()));
    json.addProperty("method_name", signature.methodName());
    return json;
  }

  private static JsonObject json(Map<String, Signature.Info> infos) {
    JsonObject json = new JsonObject();
    infos.forEach(
        (name, info) -> {
          JsonArray dimensions = new JsonArray();
          for (ProtoMessage dimension : info.shape().messages(2)) {
            JsonObject item = new JsonObject();
            item.addProperty("size", Long.toString(dimension.number(1)));
            item.addProperty("name", dimension.text(2));
            dimensions.add(item);
          }
          JsonObject shape = new JsonObject();
          shape.add("dim", dimensions);
          shape.addProperty("unknown_rank", info.shape().flag(3));
          JsonObject tensor = new JsonObject();
          tensor.addProperty("dtype", "DT_" + info.type().name());
          tensor.add("tensor_shape", shape);
          tensor.addProperty("name", info.tensor());
          json.add(name, tensor);
        });
    return json;
  }
}
