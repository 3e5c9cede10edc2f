package io.elasticinference.testkit.adapter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks the log service as the real adapter's Go SDK does: {@code GET /logstores/{logstore}}, plain
 * HTTP, signature version 1, to the host {@code {project}.{region}-intranet.log.aliyuncs.com}; the
 * service's address is used as HTTP proxy to it.
 */
final class LogService {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final String region;
  private final RequestSigner signer;

  LogService(URI address, String region, AccessKey key, InstantSource clock) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .proxy(ProxySelector.of(new InetSocketAddress(address.getHost(), address.getPort())))
            .build();
    this.region = region;
    this.signer = new RequestSigner(key, clock);
  }

  /**
   * Queries a log store.
   *
   * @throws ApiException (500) if there is no answer, an error, or one that cannot be read
   */
  LogAnswer query(QueryLabels labels, LogQuery query) {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("type", "log");
    parameters.put("from", Long.toString(query.from()));
    parameters.put("to", Long.toString(query.to()));
    parameters.put("query", query.text());
    parameters.put("line", "100");
    parameters.put("offset", "0");
    parameters.put("reverse", "false");
    String host =
        labels.project()
            + (labels.internal() ? "." + region + "-intranet" : "." + region)
            + ".log.aliyuncs.com";
    HttpRequest.Builder request =
        signer.get("http://" + host, "/logstores/" + labels.logstore(), parameters);
    try {
      return read(labels, http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw ApiException.internal("sls did not answer at " + host + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.internal("interrupted while sls was asked", e);
    }
  }

  private static LogAnswer read(QueryLabels labels, HttpResponse<String> response) {
    try {
      JsonElement body = JsonParser.parseString(response.body());
      if (response.statusCode() != 200) {
        throw failed(labels, response.statusCode(), body.getAsJsonObject());
      }
      String progress = header(response, "X-Log-Progress");
      Long.parseLong(header(response, "X-Log-Count"));
      List<String> values = new ArrayList<>();
      for (JsonElement row : body.getAsJsonArray()) {
        JsonElement value = row.getAsJsonObject().get("value");
        values.add(value == null || value.isJsonNull() ? "" : value.getAsString());
      }
      return new LogAnswer(progress.equalsIgnoreCase("Complete"), values);
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw ApiException.internal(
          "sls answered what cannot be read, with status " + response.statusCode(), e);
    }
  }

  private static String header(HttpResponse<String> response, String name) {
    return response
        .headers()
        .firstValue(name)
        .orElseThrow(() -> ApiException.internal("sls answered without the header " + name));
  }

  private static ApiException failed(QueryLabels labels, int status, JsonObject error) {
    return ApiException.internal(
        "sls refused the query of "
            + labels.project()
            + "/"
            + labels.logstore()
            + ": "
            + status
            + " "
            + text(error, "errorCode")
            + ": "
            + text(error, "errorMessage"));
  }

  private static String text(JsonObject error, String name) {
    JsonElement value = error.get(name);
    return value == null || !value.isJsonPrimitive() ? "?" : value.getAsString();
  }
}
