package io.elasticinference.testkit.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** Asks an adapter over TLS, with its certificate checked. */
final class AdapterClient {

  static final String API = "/apis/external.metrics.k8s.io/v1beta1";

  private final HttpClient http;
  private final int port;

  AdapterClient(MetricsAdapter adapter, SSLContext tls) {
    http = HttpClient.newBuilder().sslContext(tls).build();
    port = adapter.port();
  }

  HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  JsonObject get(String path) throws Exception {
    return json(send("GET", path));
  }

  HttpResponse<String> metric(String name, String selector) throws Exception {
    return send(
        "GET",
        API
            + "/namespaces/default/"
            + name
            + "?labelSelector="
            + URLEncoder.encode(selector, UTF_8));
  }

  /** Answers the items of a metric, which must be served. */
  JsonArray items(String name, String selector) throws Exception {
    JsonObject list = json(metric(name, selector));
    if (!list.get("kind").getAsString().equals("ExternalMetricValueList")) {
      throw new AssertionError("no list of values: " + list);
    }
    return list.getAsJsonArray("items");
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }
}
