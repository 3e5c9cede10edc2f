package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.sls.FieldType;
import io.elasticinference.testkit.sls.IndexField;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The index as the service's API writes it. Fields of JSON are taken as text. */
final class IndexJson {

  private IndexJson() {}

  static LogIndex read(JsonObject json) {
    Map<String, IndexField> fields = new LinkedHashMap<>();
    if (json.get("keys") instanceof JsonObject keys) {
      for (Map.Entry<String, JsonElement> key : keys.entrySet()) {
        fields.put(key.getKey(), field(key.getValue()));
      }
    }
    IndexField line = json.get("line") instanceof JsonObject given ? field(given) : null;
    if (fields.isEmpty() && line == null) {
      throw SlsException.invalidParameter("index config has neither keys nor line");
    }
    return LogIndex.of(fields, line);
  }

  private static IndexField field(JsonElement element) {
    if (!(element instanceof JsonObject json)) {
      throw SlsException.invalidParameter("index config is not an object: " + element);
    }
    String type = json.has("type") ? json.get("type").getAsString() : "text";
    StringBuilder delimiters = new StringBuilder();
    if (json.get("token") instanceof JsonArray tokens) {
      tokens.forEach(token -> delimiters.append(token.getAsString()));
    }
    boolean caseSensitive = json.has("caseSensitive") && json.get("caseSensitive").getAsBoolean();
    return switch (type) {
      case "long" -> IndexField.wholeNumber();
      case "double" -> IndexField.number();
      case "text", "json" -> new IndexField(FieldType.TEXT, delimiters.toString(), caseSensitive);
      default -> throw SlsException.invalidParameter("index type " + type + " is unknown");
    };
  }

  static JsonObject write(LogIndex index) {
    JsonObject keys = new JsonObject();
    index.fields().forEach((name, field) -> keys.add(name, key(field)));
    JsonObject json = new JsonObject();
    json.addProperty("index_mode", "v2");
    json.addProperty("ttl", 30);
    json.add("keys", keys);
    index.fullText().ifPresent(line -> json.add("line", words(line)));
    return json;
  }

  private static JsonObject key(IndexField field) {
    JsonObject json = field.type() == FieldType.TEXT ? words(field) : new JsonObject();
    json.addProperty("type", field.type().name().toLowerCase(Locale.ROOT));
    json.addProperty("doc_value", true);
    return json;
  }

  private static JsonObject words(IndexField field) {
    JsonArray tokens = new JsonArray();
    field.delimiters().chars().forEach(c -> tokens.add(String.valueOf((char) c)));
    JsonObject json = new JsonObject();
    json.add("token", tokens);
    json.addProperty("caseSensitive", field.caseSensitive());
    json.addProperty("chn", false);
    return json;
  }
}
