package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.store.NewLog;
import io.elasticinference.testkit.sls.internal.wire.LogGroupReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of PutLogs. Topic, source and tags become keys of every log, as in the service.
 */
final class LogGroups {

  private static final int MAX_BYTES = 30 * 1024 * 1024;

  private LogGroups() {}

  static List<NewLog> read(Call call) {
    String type = call.request().header("content-type").orElse("");
    byte[] raw = raw(call);
    if (type.startsWith("application/x-protobuf")) {
      return fromProtobuf(raw);
    } else if (type.startsWith("application/json")) {
      return fromJson(
          new Call(call.project(), call.segments(), call.request().withBody(raw)).json());
    }
    throw new SlsException(400, "InvalidContentType", "Content-Type " + type + " is unsupported.");
  }

  private static byte[] raw(Call call) {
    byte[] body = call.request().body();
    String compression = call.request().header("x-log-compresstype").orElse("");
    int size = rawSize(call);
    if (size > MAX_BYTES) {
      throw new SlsException(
          400, "PostBodyTooLarge", "Body size " + size + " must little than " + MAX_BYTES + ".");
    }
    return compression.isEmpty() ? body : Compression.decompress(compression, body, size);
  }

  private static int rawSize(Call call) {
    String size = call.request().header("x-log-bodyrawsize").orElse("");
    if (!size.matches("\\d{1,9}")) {
      throw SlsException.invalidParameter(
          "Http extend x-log-bodyrawsize : " + size + " is invalid.");
    }
    return Integer.parseInt(size);
  }

  private static List<NewLog> fromProtobuf(byte[] raw) {
    try {
      return LogGroupReader.read(raw);
    } catch (IOException e) {
      throw new SlsException(400, "PostBodyInvalid", "Protobuffer content cannot be parsed.");
    }
  }

  private static List<NewLog> fromJson(JsonObject group) {
    List<String> commonKeys = new ArrayList<>(List.of("__topic__", "__source__"));
    List<String> commonValues =
        new ArrayList<>(List.of(text(group.get("__topic__")), text(group.get("__source__"))));
    if (group.get("__tags__") instanceof JsonObject tags) {
      for (Map.Entry<String, JsonElement> tag : tags.entrySet()) {
        commonKeys.add("__tag__:" + tag.getKey());
        commonValues.add(text(tag.getValue()));
      }
    }
    if (!(group.get("__logs__") instanceof JsonArray array)) {
      throw new SlsException(400, "PostBodyInvalid", "__logs__ is not a list of logs.");
    }
    List<NewLog> logs = new ArrayList<>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonObject log)) {
        throw new SlsException(400, "PostBodyInvalid", "__logs__ is not a list of logs.");
      }
      logs.add(fromJson(log, commonKeys, commonValues));
    }
    return logs;
  }

  private static NewLog fromJson(
      JsonObject log, List<String> commonKeys, List<String> commonValues) {
    List<String> keys = new ArrayList<>(commonKeys);
    List<String> values = new ArrayList<>(commonValues);
    int time = 0;
    int nanos = 0;
    for (Map.Entry<String, JsonElement> field : log.entrySet()) {
      switch (field.getKey()) {
        case "__time__" -> time = number(field.getValue());
        case "__time_ns_part__" -> nanos = number(field.getValue());
        default -> {
          keys.add(field.getKey());
          values.add(text(field.getValue()));
        }
      }
    }
    return new NewLog(time, nanos, keys, values);
  }

  private static int number(JsonElement element) {
    String text = text(element);
    if (!text.matches("\\d{1,9}|[12]\\d{9}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new SlsException(400, "PostBodyInvalid", "'" + text + "' is not a time in seconds.");
    }
    return Integer.parseInt(text);
  }

  private static String text(@Nullable JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return "";
    }
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }
}
