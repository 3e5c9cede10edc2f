package io.elasticinference.testkit.sls.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of the service. Immutable. */
final class Answer {

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Answer empty() {
    return new Answer(200, Map.of(), new byte[0]);
  }

  static Answer json(JsonElement json) {
    return new Answer(
        200, Map.of("Content-Type", "application/json"), GSON.toJson(json).getBytes(UTF_8));
  }

  static Answer error(SlsException error) {
    return error(error.status(), error.code(), error.sentence());
  }

  static Answer error(int status, String code, String message) {
    JsonObject json = new JsonObject();
    json.addProperty("errorCode", code);
    json.addProperty("errorMessage", message);
    return new Answer(
        status, Map.of("Content-Type", "application/json"), GSON.toJson(json).getBytes(UTF_8));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  /** Compresses the body if the client can read it: {@code Accept-Encoding: lz4}. */
  Answer compressedFor(String acceptEncoding) {
    if (!acceptEncoding.contains("lz4") || body.length == 0) {
      return this;
    }
    return new Answer(status, headers, Compression.lz4(body))
        .with("x-log-compresstype", "lz4")
        .with("x-log-bodyrawsize", String.valueOf(body.length));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
